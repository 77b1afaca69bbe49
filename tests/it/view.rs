//! What is drawn: whole trees, read back as HTML and compared with HTML written by hand.

mod second_layer;

use optgate::config::Site;
use optgate::consent::{Answer, Choice, Consent, Source};
use optgate::embed::Video;
use optgate::markup::Frame;
use optgate::text::Texts;
use optgate::view::{self, Tree};

/// The tree as HTML, and proof on the way that every element is closed and attributes come first.
fn html(tree: Tree) -> String {
    let ops = tree.into_ops();
    let (mut out, mut open, mut head) = (String::new(), Vec::new(), false);
    for op in ops.split('\0') {
        let (kind, rest) = op.split_at(1);
        if kind == "=" {
            assert!(head, "an attribute after content: {rest}");
            let (name, value) = rest.split_once('=').expect("a name and a value");
            out.push_str(&format!(" {name}=\"{value}\""));
            continue;
        }
        if head {
            out.push('>');
        }
        head = kind == "<";
        match kind {
            "<" => {
                out.push_str(&format!("<{rest}"));
                open.push(rest.to_string());
            }
            "\"" => out.push_str(rest),
            ">" => {
                let tag = open.pop().expect("an open element");
                if !matches!(tag.as_str(), "input" | "img") {
                    out.push_str(&format!("</{tag}>"));
                }
            }
            _ => panic!("no operation: {op}"),
        }
    }
    assert!(open.is_empty(), "left open: {open:?}");
    out
}

fn site(attributes: &[(&str, &str)], change: impl FnOnce(&mut Site)) -> Site {
    let settings: String = attributes.iter().map(|(key, text)| format!("data-{key}\0s{text}\0")).collect();
    let mut site = Site::read(settings.leak(), "www.example.de", &mut Vec::new());
    change(&mut site);
    site
}

/// The site of most tests: Google Analytics, Google Ads, both links.
fn usual() -> Site {
    site(
        &[
            ("google", "G-ABC123 AW-456"),
            ("privacy", "/datenschutz"),
            ("imprint", "/impressum"),
            ("controller", "Muster GmbH"),
        ],
        |_| {},
    )
}

fn consent(site: &Site, choices: &[(&str, Choice)]) -> Consent {
    let mut answer =
        Answer { revision: 1, time: (!choices.is_empty()).then_some(1_700_000_000), days: 182, ..Answer::default() };
    for (id, choice) in choices {
        answer.put(id, *choice, Source::Stored);
    }
    Consent::new(site, &answer, false, "example.de")
}

fn loaded(lang: &str) -> Texts {
    let mut texts = Texts::new(lang, "");
    let (keys, values) = crate::language::file(lang);
    texts.take(values.leak(), keys.leak());
    texts.load(&crate::language::common());
    texts
}

/// The page's own host.
const HOST: &str = "muster.example";

fn youtube(title: &str) -> Frame<'_> {
    Frame {
        video: Video {
            id: "abcdefghijk".into(),
            list: String::new(),
            start: String::new(),
            params: String::new(),
            player: true,
        },
        title,
        service: "youtube",
        purposes: Some("media"),
        source: "",
        page: "",
        ratio: "",
        poster: "",
    }
}

/// Everything that is drawn for `site`, in every state of its purposes.
fn everything(site: &Site, texts: &Texts) -> Vec<String> {
    let mut all = vec![html(view::button(site, texts)), html(view::services(site, texts))];
    for choices in
        [&[][..], &[("analytics", Choice::Given), ("marketing", Choice::Refused)], &[("analytics", Choice::Withdrawn)]]
    {
        let consent = consent(site, choices);
        all.push(html(view::banner(site, texts, &consent)));
        all.push(html(view::preferences(site, texts, &consent)));
        all.push(html(view::status(site, texts, &consent)));
    }
    all.push(html(view::placeholder(texts, &youtube("Film"), HOST)));
    all.push(html(view::placeholder(
        texts,
        &Frame { video: Video::default(), service: "", source: "https://maps.example/x", ..youtube("") },
        HOST,
    )));
    all
}

/// Asserts that everything drawn says its language and direction; every element of ours is a root, its insides inherit.
pub fn says_language(texts: &Texts, tag: &str, dir: &str) {
    let attributes = format!("lang=\"{tag}\" dir=\"{dir}\"");
    for drawn in everything(&usual(), texts) {
        let head = drawn.split('>').next().unwrap_or_default();
        assert!(head.contains(&attributes), "{head}");
    }
}

#[test]
fn the_banner_says_who_asks_for_what_and_how_to_take_it_back() {
    let site = usual();
    assert_eq!(
        html(view::banner(&site, &Texts::new("de", ""), &consent(&site, &[]))),
        "<optgate-banner lang=\"de\" dir=\"ltr\" data-optgate-theme=\"auto\" data-optgate-position=\"bottom\" role=\"region\" aria-label=\"Ihre Wahl zum Datenschutz\" popover=\"manual\">\
         <div><h2>Ihre Wahl zum Datenschutz</h2>\
         <p>Wir, Muster GmbH, verwenden nicht notwendige Cookies und ähnliche Technologien nur, wenn Sie einwilligen: um \
         Besuche zu zählen (Google Analytics), um den Erfolg von Anzeigen zu messen (Google Ads). Google empfängt die Daten \
         und verarbeitet sie auch in den USA. Ihre Einwilligung können Sie jederzeit widerrufen: mit „Datenschutz-Einstellungen“ unten auf \
         jeder Seite.</p>\
         <nav aria-label=\"Ihre Wahl zum Datenschutz\"><a href=\"/datenschutz\" rel=\"privacy-policy\">Datenschutzerklärung</a>\
         <a href=\"/impressum\" rel=\"author\">Impressum</a></nav></div>\
         <div class=\"optgate-actions\"><button type=\"button\" data-optgate=\"reject\">Alle ablehnen</button>\
         <button type=\"button\" data-optgate=\"accept\">Alle akzeptieren</button>\
         <button type=\"button\" data-optgate=\"preferences\" class=\"optgate-quiet\">Einstellungen</button></div>\
         </optgate-banner>"
    );
}

#[test]
fn reject_and_accept_are_the_same_button_but_for_their_words() {
    let site = usual();
    let plain = |text: String, action: &str, label: &str| text.replacen(action, "*", 1).replacen(label, "*", 1);
    for (lang, reject, accept) in [("de", "Alle ablehnen", "Alle akzeptieren"), ("en", "Reject all", "Accept all")] {
        let drawn = html(view::banner(&site, &Texts::new(lang, ""), &consent(&site, &[])));
        let buttons: Vec<&str> = drawn.split("<button").skip(1).take(2).collect();
        assert_eq!(
            plain(buttons[0].to_string(), "\"reject\"", reject),
            plain(buttons[1].to_string(), "\"accept\"", accept)
        );
    }
}

#[test]
fn the_banner_names_only_what_is_asked() {
    let texts = Texts::new("en", "");
    // Attributes, change of the settings, signal, sentence that must stand there.
    let own = site(&[("controller", "M"), ("purposes", "maps chat")], |site| site.button = false);
    let maps = Texts::new("en", "maps.name=Maps by M\x01");
    let drawn = html(view::banner(&own, &maps, &consent(&own, &[])));
    assert!(drawn.contains(
        "<p>We, M, use non-essential cookies and similar technologies only if you consent: Maps by M, chat. \
         You can withdraw your consent at any time in the privacy statement.</p>"
    ));

    let signalled = site(&[("controller", "M"), ("google", "G-ABC123"), ("purposes", "maps")], |_| {});
    let consent = Consent::new(&signalled, &Answer::default(), true, "example.de");
    let drawn = html(view::banner(&signalled, &texts, &consent));
    assert!(drawn.contains("only if you consent: maps. You can"), "{drawn}");

    let videos = site(&[("controller", "M")], |site| site.ask_media = true);
    let drawn = html(view::banner(&videos, &texts, &Consent::new(&videos, &Answer::default(), false, "")));
    assert!(drawn.contains("only if you consent: to load videos (YouTube). Google receives"), "{drawn}");
}

#[test]
fn look_and_place_of_the_banner_stand_in_attributes() {
    let site = site(&[("controller", "M"), ("google", "G-A1"), ("theme", "dark"), ("position", "top-end")], |_| {});
    let texts = Texts::new("ar", "");
    let drawn = html(view::banner(&site, &texts, &consent(&site, &[])));
    assert!(drawn.starts_with(
        "<optgate-banner lang=\"ar\" dir=\"rtl\" data-optgate-theme=\"dark\" \
         data-optgate-position=\"top-end\" role=\"region\""
    ));
}

#[test]
fn the_button_leads_back_to_the_preferences() {
    assert_eq!(
        html(view::button(&usual(), &Texts::new("de", ""))),
        "<optgate-button lang=\"de\" dir=\"ltr\" data-optgate-theme=\"auto\" popover=\"manual\"><button type=\"button\" data-optgate=\"preferences\">\
         Datenschutz-Einstellungen</button></optgate-button>"
    );
}

#[test]
fn an_owners_words_stand_before_ours() {
    let site = site(&[("controller", "M"), ("google", "G-A1")], |_| {});
    let texts = Texts::new(
        "de",
        "analytics.name=Zählung\x01analytics.text=Wir zählen.\x01google-analytics.provider=Anders GmbH\x01\
         google-analytics.cookies=a, b\x01google-analytics.optOut=/opt-out\x01google-analytics.privacy=javascript:x\x01",
    );
    let drawn = html(view::preferences(&site, &texts, &consent(&site, &[])));
    for text in [
        "<b>Zählung</b>",
        "<p>Wir zählen.</p>",
        "<dd><bdi>Anders GmbH</bdi></dd>",
        "<dd><bdi>a, b</bdi></dd>",
        "<a href=\"/opt-out\" rel=\"noreferrer\">/opt-out</a>",
        "<dd><bdi>javascript:x</bdi></dd>",
    ] {
        assert!(drawn.contains(text), "{text}");
    }
}

#[test]
fn the_placeholder_says_what_the_press_means() {
    assert_eq!(
        html(view::placeholder(&Texts::new("de", ""), &youtube("Der Antrag"), HOST)),
        "<div class=\"optgate-player\" lang=\"de\" dir=\"ltr\"><button type=\"button\" data-optgate=\"play\" \
         aria-label=\"Video abspielen: Der Antrag\" aria-description=\"Beim Abspielen wird das Video von YouTube geladen. \
         Google erfährt dabei Ihre IP-Adresse. Damit willigen Sie nur für dieses Video ein.\"></button><strong>Der Antrag</strong>\
         <div><button type=\"button\" data-optgate=\"play\">Video abspielen</button>\
         <p>Beim Abspielen wird das Video von YouTube geladen. Google erfährt dabei Ihre IP-Adresse. Damit willigen Sie nur \
         für dieses Video ein. <a href=\"https://policies.google.com/privacy\" rel=\"noreferrer\">Datenschutz bei Google</a></p>\
         <p><label><input type=\"checkbox\" data-optgate=\"always\">YouTube-Videos immer laden (widerrufbar)</label>\
         <a href=\"https://www.youtube.com/watch?v=abcdefghijk\" rel=\"noreferrer\">Auf YouTube ansehen</a></p></div></div>"
    );
    let untitled = html(view::placeholder(&Texts::new("en", ""), &youtube(""), HOST));
    assert!(untitled.contains("aria-label=\"Play video\" aria-description=\"Pressing play loads"), "{untitled}");
    assert!(untitled.contains("this video alone.\"></button><div>"), "{untitled}");
    let poster = Frame { poster: "/film.jpg", ..youtube("") };
    assert!(
        html(view::placeholder(&Texts::new("en", ""), &poster, HOST))
            .contains("<img src=\"/film.jpg\" alt=\"\" loading=\"lazy\"><button")
    );
}

#[test]
fn the_placeholder_of_another_frame_names_its_host() {
    for (source, host) in [
        ("https://maps.example/embed?x=1", "maps.example"),
        ("//maps.example:8443/embed", "maps.example"),
        ("/karte.html", HOST),
        ("wege/karte.de/x.html", HOST),
        ("https://maps.example", "maps.example"),
        ("https://user@maps.example/", "maps.example"),
    ] {
        let video = Video::default();
        let frame = Frame { video, service: "", source, ..youtube("Karte") };
        let drawn = html(view::placeholder(&Texts::new("de", ""), &frame, HOST));
        assert!(drawn.contains(&format!("<p>Beim Laden erfährt {host} Ihre IP-Adresse.")), "{drawn}");
        assert!(drawn.contains("aria-label=\"Inhalt laden: Karte\"") && !drawn.contains("YouTube"), "{drawn}");
        assert!(drawn.contains(&format!("aria-description=\"Beim Laden erfährt {host} Ihre IP-Adresse.")), "{drawn}");
        assert!(drawn.contains(&format!("<p><a href=\"{source}\" rel=\"noreferrer\">{host}</a></p>")), "{drawn}");
    }
}

#[test]
fn a_placeholder_without_an_address_has_no_link() {
    for (service, source) in [("youtube", ""), ("maps", ""), ("maps", "javascript:x")] {
        let frame = Frame { video: Video::default(), service, source, ..youtube("") };
        let drawn = html(view::placeholder(&Texts::new("de", ""), &frame, HOST));
        assert!(!drawn.contains("rel=\"noreferrer\">Auf YouTube") && !drawn.contains("javascript"), "{drawn}");
    }
}

#[test]
fn the_player_waits_until_it_comes_near_unless_play_was_pressed() {
    let texts = Texts::new("de", "");
    let player = "allow=\"autoplay; encrypted-media; fullscreen; picture-in-picture\" allowfullscreen=\"\" \
                  referrerpolicy=\"strict-origin-when-cross-origin\"";
    for (pressed, start, lazy) in [(true, "1", ""), (false, "0", " loading=\"lazy\"")] {
        assert_eq!(
            html(view::player(&texts, &youtube("Film"), pressed)),
            format!(
                "<iframe src=\"https://www.youtube-nocookie.com/embed/abcdefghijk?autoplay={start}\" title=\"Film\" \
                 {player}{lazy}></iframe><a class=\"optgate-beside\" lang=\"de\" \
                 href=\"https://www.youtube.com/watch?v=abcdefghijk\" rel=\"noreferrer\">Auf YouTube ansehen</a>"
            )
        );
    }
}

#[test]
fn nul_in_a_text_cannot_become_an_operation() {
    let texts = Texts::new("de", "play=a\0<script\x01playNotice=b\0<script\0=src=x\x01");
    let ops = view::placeholder(&texts, &youtube("c\0<script"), HOST).into_ops();
    assert!(!ops.contains("\0<script"), "{ops}");
    for op in ["=aria-label=a<script: c<script\0", "\"c<script\0", "\"b<script=src=x "] {
        assert!(ops.contains(op), "{op}");
    }
}

#[test]
fn no_name_of_ours_is_one_that_filter_lists_hide() {
    let site = site(&[("google", "G-A1 AW-2 GTM-C"), ("purposes", "maps personalization"), ("privacy", "/p")], |_| {});
    let mut names: Vec<String> = Vec::new();
    for drawn in everything(&site, &loaded("en")) {
        assert!(!drawn.contains(" id=\"") && !drawn.contains(" style=\""), "{drawn}");
        for part in drawn.split('<').skip(1) {
            names.extend(part.split([' ', '>']).next().map(str::to_string));
        }
        for part in drawn.split("class=\"").skip(1) {
            names.extend(part.split('"').next().unwrap_or_default().split(' ').map(str::to_string));
        }
    }
    for name in &names {
        for word in ["cookie", "consent", "gdpr", "cmp", "privacy", "cc-"] {
            assert!(!name.contains(word), "{name}");
        }
        assert!(!name.contains("banner") || matches!(name.as_str(), "optgate-banner" | "/optgate-banner"), "{name}");
    }
    assert!(names.iter().any(|name| name == "optgate-actions"), "classes were seen");
}
