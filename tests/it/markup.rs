//! Markup: what an element with these attributes means.

use optgate::consent::{Consent, Mark, Source, Status, Subject};
use optgate::gate::Gate;
use optgate::markup::{self, Element, Frame, Held, Meaning};

pub fn meaning(tag: &str, attributes: &[(&str, &str)]) -> Meaning<'static> {
    let text: String = attributes.iter().map(|(name, value)| format!("{name}\0{value}\0")).collect();
    markup::meaning(&Element { tag: tag.to_owned().leak(), attributes: text.leak() })
}

#[track_caller]
pub fn frame(tag: &str, attributes: &[(&str, &str)]) -> Frame<'static> {
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

pub fn youtube(attributes: &[(&str, &str)]) -> Frame<'static> {
    frame("optgate-frame", &[&[("data-provider", "youtube")], attributes].concat())
}

pub fn attributes_of(frame: &Frame) -> Vec<(String, String)> {
    let text = frame.attributes();
    let mut parts = text.split('\0').map(str::to_owned);
    let mut attributes = Vec::new();
    while let (Some(name), Some(value)) = (parts.next(), parts.next()) {
        attributes.push((name, value));
    }
    attributes
}

#[test]
fn unmarked_elements_are_left_alone() {
    let video = "https://www.youtube.com/embed/dQw4w9WgXcQ";
    assert_eq!(meaning("iframe", &[("src", video)]), Meaning::Leave);
    assert_eq!(meaning("iframe", &[("data-src", "https://maps.example/")]), Meaning::Leave);
    for tag in ["img", "link", "source", "video", "audio", "object", "embed", "template", "div", "a", "script"] {
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
    for tag in ["img", "link", "source", "video", "audio", "track", "object", "embed", "input", "template"] {
        let expected = Held { purposes: "media", service: "" };
        assert_eq!(held(tag, &[("data-purpose", "media")]), expected, "{tag}");
    }
    assert_eq!(
        held("script", &[("type", " Text/Plain "), ("data-purpose", "a !b"), ("data-service", "x")]),
        Held { purposes: "a !b", service: "x" }
    );
    assert_eq!(held("iframe", &[("data-purpose", "a"), ("data-srcdoc", "<p>")]), Held { purposes: "a", service: "" });
}

#[test]
fn a_script_that_the_browser_has_run_is_not_run_again() {
    for kind in ["", "text/javascript", "module", "application/json", "text/plain;x"] {
        assert_eq!(meaning("script", &[("type", kind), ("data-purpose", "a")]), Meaning::Leave, "{kind}");
    }
    assert_eq!(meaning("script", &[("data-purpose", "a"), ("src", "/a.js")]), Meaning::Leave);
}

#[test]
fn a_script_whose_address_waits_is_held() {
    let marked = [("data-purpose", "a"), ("data-src", "/a.js")];
    assert_eq!(held("script", &marked), Held { purposes: "a", service: "" });
    assert_eq!(meaning("script", &[&marked[..], &[("src", "/a.js")]].concat()), Meaning::Leave);
    assert_eq!(meaning("script", &marked[1..]), Meaning::Leave);
}

#[test]
fn a_video_is_a_placeholder_whoever_wrote_the_markup() {
    let id = "dQw4w9WgXcQ";
    let player = "https://www.youtube.com/embed/dQw4w9WgXcQ?rel=0";
    let marked = ("data-purpose", "media");
    let facade =
        "<a href=https://www.youtube.com/embed/dQw4w9WgXcQ?rel=0><img src=//i.ytimg.com/vi/dQw4w9WgXcQ/0.jpg></a>";
    let after_a_channel = "<link rel=preconnect href=https://www.youtube.com><a href=https://www.youtube.com/@us>\
                           <a href=https://www.youtube.com/embed/dQw4w9WgXcQ?rel=0>";
    let table: &[(&str, &[(&str, &str)], &str)] = &[
        ("lite-youtube", &[("videoid", id), ("playlabel", "Film"), ("params", "rel=0")], "Film"),
        ("amp-youtube", &[("data-videoid", id), ("title", "Film"), ("data-params", "rel=0")], "Film"),
        ("div", &[("class", "x youtube_player y"), ("data-videoid", id), ("params", "rel=0")], ""),
        ("div", &[("class", "youtube_player"), ("videoid", id), ("params", "rel=0")], ""),
        ("lite-youtube", &[("videoid", id), ("videotitle", "Film"), ("params", "rel=0")], "Film"),
        ("div", &[("class", "a\nyoutube_player"), ("videoid", id), ("params", "rel=0")], ""),
        ("div", &[("data-plyr-provider", "youtube"), ("data-plyr-embed-id", id), ("params", "rel=0")], ""),
        (
            "div",
            &[("data-service", "youtube"), ("data-id", id), ("data-title", "Film"), ("data-params", "rel=0")],
            "Film",
        ),
        ("iframe", &[("data-src", player)], ""),
        ("iframe", &[("src", "about:blank"), ("data-lazy-src", player), ("title", "Film")], "Film"),
        ("iframe", &[marked, ("data-srcdoc", facade)], ""),
        ("iframe", &[marked, ("data-srcdoc", "<a href=\"https://youtu.be/dQw4w9WgXcQ?rel=0\">")], ""),
        ("iframe", &[marked, ("srcdoc", facade)], ""),
        ("iframe", &[marked, ("data-srcdoc", after_a_channel)], ""),
        ("object", &[marked, ("data-data", player)], ""),
        ("object", &[marked, ("data", player)], ""),
        ("embed", &[marked, ("data-src", player)], ""),
        ("embed", &[marked, ("src", player)], ""),
    ];
    for (tag, attributes, title) in table {
        let frame = frame(tag, attributes);
        assert_eq!((frame.video.id.as_str(), frame.video.params.as_str(), frame.title), (id, "rel=0", *title), "{tag}");
        assert!(frame.is_youtube(), "{tag}");
        assert_eq!(frame.purposes, (attributes[0] == marked).then_some("media"), "{tag}");
    }
}

#[test]
fn components_name_list_start_shape_and_picture_in_their_own_words() {
    let id = "dQw4w9WgXcQ";
    let of = |tag: &str, attributes: &[(&str, &str)]| {
        let frame = frame(tag, attributes);
        (frame.address(false).split_off("https://www.youtube-nocookie.com/embed/".len()), frame.ratio, frame.poster)
    };
    let both = "dQw4w9WgXcQ?autoplay=0&list=PL1&start=90";
    let lite = [("videoid", id), ("playlistid", "PL1"), ("videostartat", "90")];
    assert_eq!(of("lite-youtube", &lite), (both.into(), "", ""));
    let amp = [("data-videoid", id), ("data-param-list", "PL1"), ("data-param-start", "1m30s")];
    assert_eq!(of("amp-youtube", &amp), (both.into(), "", ""));
    let tarteaucitron = [("class", "youtube_player"), ("videoid", id), ("start", "90"), ("data-list", "PL1")];
    assert_eq!(of("div", &tarteaucitron), (both.into(), "", ""));
    for name in ["playlistid", "data-playlistid"] {
        let list = [("class", "youtube_playlist_player"), (name, "PL1")];
        assert_eq!(of("div", &list), ("videoseries?autoplay=0&list=PL1".into(), "", ""), "{name}");
    }
    let amp = [("data-videoid", id), ("data-param-rel", "0"), ("data-param-modestbranding", "1"), ("rel", "1")];
    assert_eq!(of("amp-youtube", &amp), ("dQw4w9WgXcQ?autoplay=0&rel=0&modestbranding=1&rel=1".into(), "", ""));
    let controls = [
        ("class", "youtube_player"),
        ("videoid", id),
        ("rel", "0"),
        ("controls", "0"),
        ("end", "9"),
        ("autoplay", "1"),
    ];
    assert_eq!(of("div", &controls), ("dQw4w9WgXcQ?autoplay=0&rel=0&controls=0&end=9".into(), "", ""));
    let iframemanager =
        [("data-service", "youtube"), ("data-id", id), ("data-ratio", "9:16"), ("data-thumbnail", "/film.jpg")];
    assert_eq!(of("div", &iframemanager), ("dQw4w9WgXcQ?autoplay=0".into(), "9:16", "/film.jpg"));
}

#[test]
fn what_only_looks_like_a_component_is_left_alone() {
    let id = "dQw4w9WgXcQ";
    let table: &[(&str, &[(&str, &str)])] = &[
        ("lite-youtube", &[]),
        ("lite-youtube", &[("videoid", "")]),
        ("lite-vimeo", &[("videoid", id)]),
        ("div", &[("class", "youtube_players"), ("data-videoid", id)]),
        ("div", &[("data-plyr-provider", "vimeo"), ("data-plyr-embed-id", id)]),
        ("div", &[("data-service", "vimeo"), ("data-id", id)]),
        ("a", &[("data-service", "youtube"), ("data-id", id)]),
        ("div", &[("data-videoid", id), ("videoid", id)]),
        ("iframe", &[("data-src", "https://www.youtube.com.evil.example/embed/dQw4w9WgXcQ")]),
        ("iframe", &[("data-srcdoc", "https://www.youtube.com/embed/dQw4w9WgXcQ")]),
        ("object", &[("data-data", "https://www.youtube.com/embed/dQw4w9WgXcQ")]),
    ];
    for (tag, attributes) in table {
        assert_eq!(meaning(tag, attributes), Meaning::Leave, "{tag} {attributes:?}");
    }
}

#[test]
fn what_is_marked_and_no_video_is_held_as_it_stands() {
    let marked = ("data-purpose", "maps");
    for (tag, name, text) in [
        ("object", "data-data", "https://maps.example/"),
        ("embed", "data-src", "https://maps.example/"),
        ("iframe", "data-srcdoc", "<p>https://maps.example/</p>"),
        ("iframe", "srcdoc", "<p>https://maps.example/</p>"),
        ("iframe", "data-srcdoc", "<div id=map></div><a href=https://www.youtube.com/@us>our channel</a>"),
    ] {
        assert_eq!(held(tag, &[marked, (name, text)]), Held { purposes: "maps", service: "" }, "{tag}");
    }
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
fn an_iframe_with_a_document_of_its_own_is_held_as_it_stands() {
    let held =
        held("iframe", &[("data-purpose", "media"), ("data-srcdoc", "<p>"), ("data-src", "https://maps.example/")]);
    assert_eq!(held, Held { purposes: "media", service: "" });
    assert_eq!(meaning("iframe", &[("data-srcdoc", "<p>")]), Meaning::Leave);
    frame("iframe", &[("data-purpose", "media"), ("data-srcdoc", ""), ("data-src", "https://youtu.be/dQw4w9WgXcQ")]);
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
fn the_authors_own_link_is_the_one_to_what_is_not_youtubes() {
    let link = ("data-optgate-link", "https://vimeo.example/1");
    let film = frame("optgate-frame", &[("data-src", "https://player.vimeo.example/1"), link]);
    assert_eq!(film.link(), "https://vimeo.example/1");
    assert_eq!(youtube(&[("data-video", "dQw4w9WgXcQ"), link]).link(), "https://www.youtube.com/watch?v=dQw4w9WgXcQ");
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
