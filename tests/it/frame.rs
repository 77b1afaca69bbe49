//! Frames: what a placeholder takes over from what the author wrote, and what it never does.

use optgate::markup::Meaning;

use crate::markup::{attributes_of, frame, meaning, youtube};

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
        ("16:9", "16:9"),
        ("16:9/1", ""),
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
        "\x1f\x0b https://i.ytimg.com/x.jpg",
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

#[test]
fn a_pressed_frame_waits_for_its_service_and_for_each_of_its_purposes() {
    let map = frame(
        "iframe",
        &[("data-purpose", "media !x"), ("data-service", "vimeo"), ("data-src", "https://player.vimeo.com/video/1")],
    );
    for (ids, expected) in
        [("vimeo", true), ("analytics media", true), ("x", true), ("youtube analytics vime vimeo2", false), ("", false)]
    {
        assert_eq!(map.waits_for(ids), expected, "{ids}");
    }
    assert!(youtube(&[("data-video", "dQw4w9WgXcQ")]).waits_for("media youtube"));
    assert!(!frame("optgate-frame", &[("data-src", "https://a.example/")]).waits_for("youtube media"));
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
