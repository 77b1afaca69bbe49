//! Markup: what an element with these attributes means.

use optgate::consent::{Consent, Mark, Source, Status, Subject};
use optgate::gate::Gate;
use optgate::markup::{self, Element, Frame, Held, Meaning};

fn meaning(tag: &str, attributes: &[(&str, &str)]) -> Meaning<'static> {
    let text: String = attributes.iter().map(|(name, value)| format!("{name}\0{value}\0")).collect();
    markup::meaning(&Element { tag: tag.to_owned().leak(), attributes: text.leak() })
}

#[track_caller]
fn frame(tag: &str, attributes: &[(&str, &str)]) -> Frame<'static> {
    match meaning(tag, attributes) {
        Meaning::Frame(frame) => frame,
        other => panic!("no frame: {other:?}"),
    }
}

#[track_caller]
fn held(tag: &str, attributes: &[(&str, &str)]) -> Held<'static> {
    match meaning(tag, attributes) {
        Meaning::Held(held) => held,
        other => panic!("not held: {other:?}"),
    }
}

fn youtube(attributes: &[(&str, &str)]) -> Frame<'static> {
    frame("optgate-frame", &[&[("data-provider", "youtube")], attributes].concat())
}

#[test]
fn unmarked_elements_are_left_alone() {
    let video = "https://www.youtube.com/embed/dQw4w9WgXcQ";
    for tag in
        ["iframe", "img", "link", "source", "video", "audio", "object", "embed", "template", "div", "a", "script"]
    {
        assert_eq!(
            meaning(tag, &[("src", video), ("data-src", video), ("data-service", "x")]),
            Meaning::Leave,
            "{tag}"
        );
    }
    assert_eq!(meaning("script", &[("type", "text/plain"), ("src", "/a.js")]), Meaning::Leave);
    for tag in ["div", "a", "p", "section", "optgate-banner", "svg"] {
        assert_eq!(meaning(tag, &[("data-purpose", "media"), ("data-src", video)]), Meaning::Leave, "{tag}");
    }
}

#[test]
fn marked_elements_are_held_with_their_purposes_and_service() {
    for tag in ["img", "link", "source", "video", "audio", "track", "object", "embed", "template"] {
        let expected = Held { purposes: "media", service: "" };
        assert_eq!(held(tag, &[("data-purpose", "media")]), expected, "{tag}");
    }
    assert_eq!(
        held("script", &[("type", " Text/Plain "), ("data-purpose", "a !b"), ("data-service", "x")]),
        Held { purposes: "a !b", service: "x" }
    );
}

#[test]
fn a_script_that_the_browser_has_run_is_not_run_again() {
    for kind in ["", "text/javascript", "module", "application/json", "text/plain;x"] {
        assert_eq!(meaning("script", &[("type", kind), ("data-purpose", "a")]), Meaning::Leave, "{kind}");
    }
    assert_eq!(meaning("script", &[("data-purpose", "a"), ("src", "/a.js")]), Meaning::Leave);
}

#[test]
fn an_iframe_of_youtube_becomes_a_video() {
    let frame = frame(
        "iframe",
        &[
            ("data-purpose", "media"),
            ("data-src", "https://www.youtube.com/embed/dQw4w9WgXcQ?start=30&rel=0"),
            ("title", "A film"),
            ("data-service", "other"),
        ],
    );
    assert_eq!(frame.service, "youtube");
    assert_eq!(frame.purposes, Some("media"));
    assert_eq!(frame.title, "A film");
    assert_eq!(frame.address(true), "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1&start=30&rel=0");
    assert_eq!(frame.link(), "https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=30");
}

#[test]
fn an_iframe_with_a_live_address_is_closed_all_the_same() {
    let frame = frame("iframe", &[("data-purpose", "media"), ("src", "https://youtu.be/dQw4w9WgXcQ")]);
    assert_eq!((frame.service, frame.video.id.as_str()), ("youtube", "dQw4w9WgXcQ"));
}

#[test]
fn an_iframe_of_another_host_keeps_its_plain_address() {
    let map = "https://maps.example/embed?q=x";
    let plain = frame("iframe", &[("data-purpose", "media"), ("data-src", map)]);
    assert_eq!((plain.service, plain.source), ("", map));
    assert_eq!((plain.address(true), plain.address(false), plain.link()), (map.into(), map.into(), map.into()));
    let named = frame("iframe", &[("data-purpose", "media"), ("data-src", map), ("data-service", "maps")]);
    assert_eq!(named.service, "maps");
    // Other libraries use such names too.
    let lazy = [("data-purpose", "media"), ("data-src", map), ("data-video", "1"), ("data-provider", "youtube")];
    assert_eq!(frame("iframe", &lazy).source, map);
}

#[test]
fn no_other_host_passes_for_youtube() {
    for source in ["https://youtube.com.evil.example/embed/dQw4w9WgXcQ", "https://www.youtube.com@evil.example/"] {
        let marked = frame("iframe", &[("data-purpose", "media"), ("data-src", source), ("data-service", "youtube")]);
        assert_eq!(marked.service, "", "{source}");
        // Claimed to be YouTube's: then nothing but YouTube's player may ever load in it.
        let claimed = youtube(&[("data-src", source)]);
        assert_eq!((claimed.service, claimed.address(true).as_str()), ("youtube", ""), "{source}");
        let claimed = youtube(&[("data-video", source), ("data-src", source)]);
        assert_eq!((claimed.service, claimed.address(true).as_str()), ("youtube", ""), "{source}");
    }
}

#[test]
fn an_address_that_would_run_in_the_page_makes_no_frame() {
    for source in ["", "javascript:alert(1)", " java\tscript:alert(1)", "data:text/html,x", "blob:https://a.example/1"]
    {
        assert_eq!(meaning("iframe", &[("data-purpose", "media"), ("data-src", source)]), Meaning::Leave, "{source}");
        assert_eq!(meaning("optgate-frame", &[("data-src", source)]), Meaning::Leave, "{source}");
    }
}

#[test]
fn a_malformed_video_is_a_placeholder_with_what_the_author_wrote() {
    let source = "https://www.youtube.com/embed/foo";
    let marked = frame("iframe", &[("data-purpose", "media"), ("data-src", source)]);
    assert_eq!((marked.service, marked.address(true).as_str()), ("youtube", source));
    let named = youtube(&[("data-video", "foo")]);
    assert_eq!((named.service, named.address(true).as_str(), named.link().as_str()), ("youtube", "", ""));
}

#[test]
fn our_own_element_takes_an_id_or_an_address() {
    for name in ["dQw4w9WgXcQ", "https://youtu.be/dQw4w9WgXcQ", "www.youtube.com/watch?v=dQw4w9WgXcQ"] {
        let with_provider = youtube(&[("data-video", name)]);
        let without = frame("optgate-frame", &[("data-video", name)]);
        for frame in [with_provider, without] {
            assert_eq!((frame.service, frame.video.id.as_str()), ("youtube", "dQw4w9WgXcQ"), "{name}");
            assert_eq!(frame.purposes, None, "{name}");
        }
    }
    let list = youtube(&[("data-list", "PL1")]);
    assert_eq!(list.address(false), "https://www.youtube-nocookie.com/embed/videoseries?autoplay=0&list=PL1");
}

#[test]
fn what_the_attributes_say_counts_before_the_address() {
    let frame = youtube(&[
        ("data-video", "https://youtu.be/dQw4w9WgXcQ?t=9&list=PL9&color=white"),
        ("data-list", "PL1"),
        ("data-start", "1m"),
        ("data-params", "rel=0&start=3&autoplay=1&v=aaaaaaaaaaa&x=\"/"),
        ("data-title", "Mine"),
        ("title", "Yours"),
        ("data-ratio", "4/3"),
        ("data-poster", "/poster.jpg"),
    ]);
    assert_eq!(
        frame.address(true),
        "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1&list=PL1&start=60&color=white&rel=0&x=%22%2F"
    );
    assert_eq!((frame.title, frame.ratio, frame.poster), ("Mine", "4/3", "/poster.jpg"));
}

#[test]
fn an_unknown_provider_is_left_alone_unless_it_gives_an_address() {
    assert_eq!(meaning("optgate-frame", &[]), Meaning::Leave);
    assert_eq!(meaning("optgate-frame", &[("data-provider", "vimeo"), ("data-video", "1")]), Meaning::Leave);
    let source = "https://player.vimeo.com/video/1";
    let frame = frame("optgate-frame", &[("data-provider", "vimeo"), ("data-video", "1"), ("data-src", source)]);
    assert_eq!((frame.service, frame.source), ("", source));
}

#[test]
fn a_ratio_is_two_whole_numbers() {
    for (ratio, expected) in [
        ("16/9", "16/9"),
        ("1920/1080", "1920/1080"),
        ("9/16", "9/16"),
        ("", ""),
        ("16", ""),
        ("16:9", ""),
        ("16/", ""),
        ("/9", ""),
        ("0/9", ""),
        ("16/0", ""),
        ("16/9/1", ""),
        ("1.7/1", ""),
        ("-1/2", ""),
        ("16 / 9", ""),
        ("16/9;color:red", ""),
        ("12345/1", ""),
    ] {
        assert_eq!(youtube(&[("data-video", "dQw4w9WgXcQ"), ("data-ratio", ratio)]).ratio, expected, "{ratio}");
    }
}

#[test]
fn a_short_is_upright_unless_the_author_says_otherwise() {
    let short = ("data-video", "https://www.youtube.com/shorts/dQw4w9WgXcQ");
    assert_eq!(youtube(&[short]).ratio, "9/16");
    assert_eq!(youtube(&[short, ("data-ratio", "1/1")]).ratio, "1/1");
    // The box of an iframe is its author's.
    assert_eq!(frame("iframe", &[("data-purpose", "media"), ("data-src", short.1)]).ratio, "");
}

#[test]
fn a_poster_never_comes_from_the_provider() {
    for poster in [
        "/poster.jpg",
        "google/poster.jpg",
        "images/ytimg.jpg",
        "https://cdn.example.de/youtube.jpg",
        "https://www.example.de/google.jpg",
        "data:image/svg+xml,%3Csvg/%3E",
    ] {
        assert_eq!(youtube(&[("data-video", "dQw4w9WgXcQ"), ("data-poster", poster)]).poster, poster);
    }
    for poster in [
        "https://i.ytimg.com/vi/dQw4w9WgXcQ/hqdefault.jpg",
        "//i3.ytimg.com/vi/dQw4w9WgXcQ/0.jpg",
        "HTTPS://I.YTIMG.COM/x.jpg",
        " https:\\\\i.yt\nimg.com/x.jpg",
        "https://img.youtube.com/vi/dQw4w9WgXcQ/0.jpg",
        "https://lh3.googleusercontent.com/x",
        "https://yt3.ggpht.com/x",
        "https://www.gstatic.com/x.png",
        "https://ad.doubleclick.net/x.gif",
        "https://a@i.ytimg.com:443/x.jpg",
        "https://i.%79timg.com/x.jpg",
        "https://ｉ.ｙｔｉｍｇ.com/x.jpg",
    ] {
        assert_eq!(youtube(&[("data-video", "dQw4w9WgXcQ"), ("data-poster", poster)]).poster, "", "{poster}");
    }
}

fn attributes_of(frame: &Frame) -> Vec<(String, String)> {
    let text = frame.attributes();
    let mut parts = text.split('\0').map(str::to_owned);
    let mut attributes = Vec::new();
    while let (Some(name), Some(value)) = (parts.next(), parts.next()) {
        attributes.push((name, value));
    }
    attributes
}

#[test]
fn a_replaced_iframe_means_the_same_as_before() {
    for (attributes, expected) in [
        (
            vec![
                ("data-purpose", "media !x"),
                ("data-src", "//www.youtube.com/embed/dQw4w9WgXcQ?list=PL1&start=5&rel=0&mute=1"),
                ("title", "A film"),
                ("data-ratio", "4/3"),
                ("data-poster", "/p.jpg"),
            ],
            vec![
                ("data-provider", "youtube"),
                ("data-video", "dQw4w9WgXcQ"),
                ("data-list", "PL1"),
                ("data-start", "5"),
                ("data-params", "rel=0&mute=1"),
                ("data-title", "A film"),
                ("data-ratio", "4/3"),
                ("data-poster", "/p.jpg"),
                ("data-purpose", "media !x"),
            ],
        ),
        (
            vec![("data-purpose", ""), ("src", "https://www.youtube.com/embed/videoseries?list=PL1&rel=0")],
            vec![("data-provider", "youtube"), ("data-list", "PL1"), ("data-params", "rel=0"), ("data-purpose", "")],
        ),
        (
            vec![("data-purpose", "media"), ("src", "https://www.youtube.com/embed/live_stream?channel=UC1")],
            vec![
                ("data-provider", "youtube"),
                ("data-src", "https://www.youtube.com/embed/live_stream?channel=UC1"),
                ("data-purpose", "media"),
            ],
        ),
        (
            vec![("data-purpose", "media"), ("data-src", "https://maps.example/1"), ("data-service", "maps")],
            vec![("data-service", "maps"), ("data-src", "https://maps.example/1"), ("data-purpose", "media")],
        ),
    ] {
        let before = frame("iframe", &attributes);
        let written = attributes_of(&before);
        let texts: Vec<(&str, &str)> = written.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(texts, expected);
        let after = frame("optgate-frame", &texts);
        assert_eq!(after.address(true), before.address(true));
        assert_eq!(after.link(), before.link());
        assert_eq!((&after.service, &after.purposes), (&before.service, &before.purposes));
        assert_eq!((&after.title, &after.ratio, &after.poster), (&before.title, &before.ratio, &before.poster));
        assert_eq!(attributes_of(&after), written);
    }
}

/// A visitor who has said this about these; services serve `media`.
fn consent(subjects: &[(&'static str, &'static str, Status)]) -> Consent {
    let subject = |(id, purpose, status): &(&'static str, &'static str, Status)| Subject {
        id,
        purpose,
        mark: Mark { status: *status, source: Source::Visitor },
        asked: false,
    };
    Consent { subjects: subjects.iter().map(subject).collect(), time: None, revision: 1, domain: String::new() }
}

#[test]
fn a_frame_opens_with_its_service_and_its_purposes() {
    let nothing = consent(&[("media", "", Status::Unknown), ("youtube", "media", Status::Unknown)]);
    let always = consent(&[("media", "", Status::Unknown), ("youtube", "media", Status::Given)]);
    let media = consent(&[("media", "", Status::Given), ("youtube", "media", Status::Given)]);
    let video = [("data-video", "dQw4w9WgXcQ")];
    let source = ("data-src", "https://www.youtube.com/embed/dQw4w9WgXcQ");
    let map = ("data-src", "https://maps.example/1");
    for (frame, expected) in [
        (frame("optgate-frame", &video), [Gate::Hold, Gate::Allow, Gate::Allow]),
        (frame("iframe", &[("data-purpose", "media"), source]), [Gate::Hold, Gate::Allow, Gate::Allow]),
        (frame("iframe", &[("data-purpose", ""), source]), [Gate::Hold, Gate::Hold, Gate::Hold]),
        (frame("iframe", &[("data-purpose", "media other"), source]), [Gate::Hold, Gate::Hold, Gate::Hold]),
        (frame("iframe", &[("data-purpose", "media"), map]), [Gate::Hold, Gate::Hold, Gate::Allow]),
        (frame("iframe", &[("data-purpose", "Media"), map]), [Gate::Hold, Gate::Hold, Gate::Hold]),
        (frame("optgate-frame", &[map]), [Gate::Hold, Gate::Hold, Gate::Hold]),
    ] {
        assert_eq!([&nothing, &always, &media].map(|consent| frame.gate(consent)), expected, "{frame:?}");
    }
}

#[test]
fn an_unreadable_purpose_keeps_an_element_held_whatever_its_service() {
    let given = consent(&[("media", "", Status::Given), ("x", "media", Status::Given)]);
    let gate = |purpose: &str| held("img", &[("data-purpose", purpose), ("data-service", "x")]).gate(&given);
    assert_eq!(gate("media"), Gate::Allow);
    for purpose in ["", " ", "!", "Media", "media,media", "media!", "!!media", "other"] {
        assert_eq!(gate(purpose), Gate::Hold, "{purpose:?}");
    }
}

#[test]
fn no_attribute_makes_the_rules_fail_or_opens_another_host_as_youtube() {
    const TEXTS: [&str; 14] = [
        "",
        " ",
        "youtube",
        "dQw4w9WgXcQ",
        "https://youtu.be/dQw4w9WgXcQ?x=1",
        "https://www.youtube.com/embed/foo",
        "https://evil.example/embed/dQw4w9WgXcQ",
        "javascript:alert(1)",
        "media",
        "!a b",
        "16/9",
        "text/plain",
        "%",
        "ä\u{1}",
    ];
    const TAGS: [&str; 4] = ["optgate-frame", "iframe", "script", "img"];
    const NAMES: &str = "data-purpose data-title data-service data-src data-ratio data-poster src title data-video \
                         data-provider data-list data-start data-params type";
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    let mut frames = 0;
    for round in 0..40_000 {
        // A xorshift generator: the same elements on every run.
        let mut attributes = String::new();
        for name in NAMES.split(' ') {
            let mut mixed = state;
            for byte in name.bytes() {
                mixed = (mixed ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3);
            }
            if let Some(text) = TEXTS.get((mixed >> 33) as usize % (TEXTS.len() * 2)) {
                attributes += &format!("{name}\0{text}\0");
            }
        }
        let element = Element { tag: TAGS[round % 4], attributes: &attributes };
        if let Meaning::Frame(frame) = markup::meaning(&element) {
            frames += 1;
            let address = frame.address(true);
            let ours = ["", "https://www.youtube-nocookie.com/embed/", "https://www.youtube.com/embed/"];
            let expected =
                ours.iter().any(|start| address.starts_with(start) && start.is_empty() == address.is_empty());
            assert!(frame.service != "youtube" || expected, "{frame:?}");
            assert!(!address.starts_with("javascript"), "{frame:?}");
            let _ = (frame.link(), attributes_of(&frame));
        }
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
    }
    assert!(frames > 5_000, "hardly any frames: {frames}");
}
