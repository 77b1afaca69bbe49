//! Does the shell obey? The crate in a real browser, which is the oracle for cookies and elements. One start serves
//! all tests, as on a page; each test begins by withdrawing what an earlier one gave.
#![cfg(target_arch = "wasm32")]
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::cell::Cell;
use std::rc::Rc;

use gloo_events::EventListener;
use gloo_timers::future::TimeoutFuture;
use js_sys::{Function, Object, Reflect};
use optgate::web;
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{Document, Element};

wasm_bindgen_test_configure!(run_in_browser);

thread_local!(static STARTED: Cell<bool> = const { Cell::new(false) });

fn document() -> Document {
    web_sys::window().unwrap().document().unwrap()
}

fn cookies() -> String {
    Reflect::get(&document(), &"cookie".into()).unwrap().as_string().unwrap()
}

/// What `api.js` does: the ways back in, without the guard.
fn handlers() -> Object {
    let handlers = Object::new();
    let set = |name: &str, value: &JsValue| assert!(Reflect::set(&handlers, &name.into(), value).unwrap());
    set("sync", &Closure::<dyn Fn()>::new(web::sync).into_js_value());
    set("act", &Closure::<dyn Fn() -> bool>::new(web::act).into_js_value());
    set("show", &Closure::<dyn Fn()>::new(web::show).into_js_value());
    set("loaded", &Closure::<dyn Fn()>::new(web::loaded).into_js_value());
    set("look", &Closure::<dyn Fn()>::new(web::look).into_js_value());
    set("passes", &Closure::<dyn Fn() -> bool>::new(web::passes).into_js_value());
    set("home", &"/no-such-folder/".into());
    // Nothing comes by itself: the tests say what has come.
    set("texts", &Closure::<dyn Fn()>::new(|| {}).into_js_value());
    handlers
}

/// The first visit, which must ask and store nothing, whichever test comes first; later a fresh beginning.
async fn start() {
    if STARTED.replace(true) {
        return withdraw("");
    }
    let before = cookies();
    assert!(!before.contains("optgate="), "a fresh profile");
    let settings = "data-google\0sG-TEST12345\0data-controller\0sMuster GmbH";
    let host = web_sys::window().unwrap().location().hostname().unwrap();
    web::connect(&handlers());
    call(web::start, &[&host, "/", "http:", "", "de", "de", settings].join("\0"));
    // It comes behind a frame, and nobody knows how soon a busy machine paints one.
    while document().query_selector("optgate-banner").unwrap().is_none() {
        TimeoutFuture::new(20).await;
    }
    assert_eq!(cookies(), before);
    assert!(flag());
}

fn call(work: fn(), text: &str) {
    web::call(Closure::<dyn Fn()>::new(work).as_ref(), text);
}

fn give(ids: &str) {
    call(web::give, ids);
}

fn withdraw(ids: &str) {
    call(web::withdraw, ids);
}

fn given(id: &str) -> bool {
    web::call(Closure::<dyn Fn() -> bool>::new(web::given).as_ref(), id).is_truthy()
}

async fn settle() {
    TimeoutFuture::new(120).await;
}

fn flag() -> bool {
    Reflect::get(&web_sys::window().unwrap(), &"ga-disable-G-TEST12345".into()).unwrap().is_truthy()
}

fn append(tag: &str, attributes: &[(&str, &str)]) -> Element {
    let element = document().create_element(tag).unwrap();
    for (name, value) in attributes {
        element.set_attribute(name, value).unwrap();
    }
    document().body().unwrap().append_child(&element).unwrap();
    element
}

fn press(selector: &str) {
    let button = document().query_selector(selector).unwrap().unwrap_or_else(|| panic!("no {selector}"));
    let click: Function = Reflect::get(&button, &"click".into()).unwrap().unchecked_into();
    click.call0(&button).unwrap();
}

#[wasm_bindgen_test]
async fn an_answer_is_kept_by_the_browser_and_taken_back() {
    start().await;
    give("analytics");
    assert!(given("analytics"));
    assert!(!flag());
    assert!(cookies().contains("cookieconsent_status=allow"));
    assert!(cookies().contains("optgate=1."));
    withdraw("analytics");
    assert!(!given("analytics"));
    assert!(flag());
    assert!(cookies().contains("cookieconsent_status=deny"));
    assert!(cookies().contains("ga-disable-G-TEST12345=true"));
}

#[wasm_bindgen_test]
async fn googles_cookies_go_with_the_consent() {
    start().await;
    give("analytics");
    Reflect::set(&document(), &"cookie".into(), &"_ga=GA1.1.12.34; path=/".into()).unwrap();
    let ids = Rc::new(Cell::new(String::new()));
    let seen = Rc::clone(&ids);
    let listener = EventListener::new(&document(), "optgate:change", move |event| {
        let detail = Reflect::get(event, &"detail".into()).unwrap();
        seen.set(js_sys::JSON::stringify(&detail).unwrap().into());
    });
    withdraw("");
    drop(listener);
    assert!(!cookies().contains("_ga="));
    let detail = ids.take();
    assert!(detail.contains("\"clientIds\":[\"12.34\"]"), "{detail}");
    assert!(detail.contains("\"source\":\"visitor\""), "{detail}");
}

#[wasm_bindgen_test]
async fn a_video_waits_for_its_own_press() {
    start().await;
    let frame = append("optgate-frame", &[("data-provider", "youtube"), ("data-video", "abcdefghijk")]);
    frame.set_attribute("style", "display:block;position:relative;width:640px;height:360px").unwrap();
    settle().await;
    assert!(frame.query_selector(".optgate-player > button").unwrap().is_some());
    assert!(frame.query_selector("iframe").unwrap().is_none());
    give("");
    assert!(frame.query_selector("iframe").unwrap().is_none(), "accept all loads no video");
    frame.remove();
}

#[wasm_bindgen_test]
async fn an_iframe_becomes_a_placeholder_in_its_place() {
    start().await;
    let iframe = append(
        "iframe",
        &[
            ("data-purpose", "media"),
            ("data-src", "https://www.youtube.com/embed/abcdefghijk?start=7"),
            ("id", "film"),
            ("class", "wide"),
            ("width", "560"),
            ("height", "315"),
        ],
    );
    settle().await;
    assert!(!iframe.is_connected());
    let frame = document().get_element_by_id("film").unwrap();
    assert_eq!(frame.local_name(), "optgate-frame");
    assert_eq!(frame.class_name(), "wide");
    assert_eq!(frame.get_attribute("data-video").as_deref(), Some("abcdefghijk"));
    // The box that the iframe had, its border included; the look that makes it so is no part of these tests.
    let style = frame.get_attribute("style").unwrap();
    for part in ["--optgate-width: 560px", "--optgate-height: 315px", "--optgate-border: 2px inset"] {
        assert!(style.contains(part), "{style}");
    }
    frame.remove();
}

#[wasm_bindgen_test]
async fn a_marked_script_runs_once_it_is_given() {
    start().await;
    let script = append("script", &[("type", "text/plain"), ("data-purpose", "analytics")]);
    script.set_text_content(Some("window.ran = (window.ran || 0) + 1"));
    let ran = || Reflect::get(&web_sys::window().unwrap(), &"ran".into()).unwrap().as_f64();
    settle().await;
    assert_eq!(ran(), None);
    give("analytics");
    settle().await;
    assert_eq!(ran(), Some(1.0));
    give("analytics");
    settle().await;
    assert_eq!(ran(), Some(1.0));
}

#[wasm_bindgen_test]
async fn a_listener_that_answers_an_event_waits_its_turn() {
    start().await;
    give("analytics");
    let listener = EventListener::once(&document(), "optgate:change", |_| give("analytics"));
    withdraw("analytics");
    drop(listener);
    assert!(given("analytics"), "the second answer follows the first, it is not lost");
}

#[wasm_bindgen_test]
async fn a_page_that_answers_while_cookies_are_assigned_waits_its_turn() {
    start().await;
    give("analytics");
    // As privacy tools do it: the page's own `document.cookie` in place of the browser's.
    let answer = Closure::<dyn Fn() -> bool>::new(|| {
        give("analytics");
        given("analytics")
    });
    let global = js_sys::global();
    Reflect::set(&global, &"answer".into(), answer.as_ref()).unwrap();
    let install = "const own = Object.getOwnPropertyDescriptor(Document.prototype, 'cookie');
        Object.defineProperty(document, 'cookie', {
            configurable: true,
            get() { return own.get.call(document); },
            set(text) {
                own.set.call(document, text);
                if (window.answer) {
                    const answer = window.answer;
                    window.answer = undefined;
                    window.told = answer();
                }
            },
        });";
    Function::new_no_args(install).call0(&global).unwrap();
    withdraw("analytics");
    Function::new_no_args("delete document.cookie").call0(&global).unwrap();
    assert!(
        Reflect::get(&global, &"told".into()).unwrap().is_truthy(),
        "what holds is told until the effects are through"
    );
    assert!(given("analytics"), "the answer from within the assignment is not lost");
}

#[wasm_bindgen_test]
async fn the_preferences_open_once_the_second_layer_has_come_though_without_texts() {
    start().await;
    web::preferences();
    settle().await;
    assert!(document().query_selector("optgate-preferences").unwrap().is_none(), "it is not there, see `texts`");
    call(web::loaded, "\0title\0days=182 Tage");
    assert!(document().query_selector("optgate-preferences dialog[open]").unwrap().is_some());
    press("optgate-preferences [data-optgate=close]");
    assert!(document().query_selector("optgate-preferences").unwrap().is_none());
}
