//! Addresses of videos: real ones, forms written by hand, and lookalikes.

#[path = "../../xtask/src/vectors/html.rs"]
mod html;

use optgate::embed::{self, Video};

/// Id, list, start and whether the address would show a player; `None` for what is not YouTube's.
type Reading<'a> = Option<(&'a str, &'a str, Option<u32>, bool)>;

fn read(video: Option<&Video>) -> Reading<'_> {
    video.map(|video| (video.id.as_str(), video.list.as_str(), video.start.parse().ok(), video.player))
}

#[track_caller]
fn reads_as(address: &str, expected: Reading) {
    assert_eq!(read(embed::youtube(address).as_ref()), expected, "{address:?}");
}

#[test]
fn real_addresses_give_what_their_sources_say() {
    let table = include_str!("../data/youtube.tsv");
    let (mut embeds, mut links, mut others) = (0, 0, 0);
    for line in table.lines().skip(1) {
        let fields: Vec<String> = line.split('\t').map(unescaped).collect();
        let [_, kind, input, id, list, start, note] = fields.as_slice() else { panic!("seven fields: {line}") };
        if note.contains("dispute=") || note.contains("id-not-11-chars") {
            continue;
        }
        let text = |field: &String| if field == "-" { String::new() } else { field.clone() };
        let expected = (text(id), text(list), text(start));
        let video = if kind == "html" { html::first_embed(input) } else { embed::youtube(input) };
        let found = video.clone().unwrap_or_default();
        let embeds_it = note.contains("embed=yes");
        if embeds_it || id != "-" {
            assert_eq!((found.id, found.list, found.start), expected, "{input}");
        }
        assert_eq!(found.player, embeds_it, "{input}");
        match (embeds_it, id.as_str()) {
            (true, _) => embeds += 1,
            (false, "-") => others += 1,
            _ => links += 1,
        }
    }
    assert_eq!((embeds, links, others), (146, 180, 132));
}

/// Undoes the four escapes of the tables.
fn unescaped(field: &str) -> String {
    let mut text = String::new();
    let mut letters = field.chars();
    while let Some(letter) = letters.next() {
        text.push(match letter {
            '\\' => match letters.next() {
                Some('t') => '\t',
                Some('n') => '\n',
                Some('r') => '\r',
                Some(other) => other,
                None => '\\',
            },
            _ => letter,
        });
    }
    text
}

#[test]
fn every_form_of_a_player_is_recognised() {
    let video = Some(("dQw4w9WgXcQ", "", None, true));
    for address in [
        "https://www.youtube.com/embed/dQw4w9WgXcQ",
        "http://www.youtube.com/embed/dQw4w9WgXcQ",
        "//www.youtube.com/embed/dQw4w9WgXcQ",
        "www.youtube.com/embed/dQw4w9WgXcQ",
        "https://youtube.com/embed/dQw4w9WgXcQ/",
        "https://m.youtube.com/embed/dQw4w9WgXcQ",
        "https://music.youtube.com/embed/dQw4w9WgXcQ",
        "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ",
        "https://youtube-nocookie.com/embed/dQw4w9WgXcQ",
        "https://youtube.googleapis.com/v/dQw4w9WgXcQ?version=3",
        "https://www.youtubeeducation.com/embed/dQw4w9WgXcQ",
        "https://www.youtube.com/embed?v=dQw4w9WgXcQ",
        "https://www.youtube.com/embed/?v=dQw4w9WgXcQ",
        "https://www.youtube.com/v/dQw4w9WgXcQ",
        "https://www.youtube.com/v/dQw4w9WgXcQ&hl=en_US&fs=1&",
        "https://www.youtube.com/e/dQw4w9WgXcQ",
        "HTTPS://WWW.YOUTUBE.COM/embed/dQw4w9WgXcQ",
        "https://www.youtube.com/Embed/dQw4w9WgXcQ",
        " \r\n\thttps://www.youtube.com/embed/dQw4w9WgXcQ \n",
        "https://www.you\ntube.com/em\tbed/dQw4w9WgXcQ",
        "\x0b\x1f\x01 https://www.youtube.com/embed/dQw4w9WgXcQ",
        "https://www.youtube.com/embed/dQw4w9WgXcQ ?rel=0",
        "https://www.youtube.com/embed/dQw4w9WgXcQ#x",
        "https://www.youtube.com//embed//dQw4w9WgXcQ",
        "https:\\\\www.youtube.com\\embed\\dQw4w9WgXcQ",
        "https:/www.youtube.com/embed/dQw4w9WgXcQ",
        "///www.youtube.com/embed/dQw4w9WgXcQ",
        "https://www.youtube.com:443/embed/dQw4w9WgXcQ",
        "https://www.youtube.com:/embed/dQw4w9WgXcQ",
        "https://www.youtube.com./embed/dQw4w9WgXcQ",
        // What slipped in behind the id.
        "https://www.youtube.com/embed/dQw4w9WgXcQ)",
        "https://www.youtube.com/embed/dQw4w9WgXcQ%20",
        "https://www.youtube.com/embed/dQw4w9WgXcQ\"",
        "https://www.youtube.com/embed/dQw4w9WgXcQ</iframe>",
        // A browser that is given these goes to YouTube.
        "https://evil.example@www.youtube.com/embed/dQw4w9WgXcQ",
        "https://a:b@c@www.youtube.com/embed/dQw4w9WgXcQ",
    ] {
        reads_as(address, video);
    }
}

#[test]
fn links_name_the_video_without_being_a_player() {
    let video = Some(("dQw4w9WgXcQ", "", None, false));
    for address in [
        "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
        "https://www.youtube.com/watch/?v=dQw4w9WgXcQ",
        "https://www.youtube.com/watch?feature=share&v=dQw4w9WgXcQ",
        "https://www.youtube.com/watch?feature=share&amp;v=dQw4w9WgXcQ",
        "https://www.youtube.com/watch?a&amp;amp;v=dQw4w9WgXcQ",
        "https://www.youtube.com/watch?v=dQw4w9WgXcQ&v=aaaaaaaaaaa",
        "https://www.youtube.com/watch_popup?v=dQw4w9WgXcQ",
        "https://www.youtube.com/?v=dQw4w9WgXcQ",
        "https://www.youtube.com?v=dQw4w9WgXcQ",
        "https://www.youtube.com/watch/dQw4w9WgXcQ",
        "https://www.youtube.com/shorts/dQw4w9WgXcQ",
        "https://www.youtube.com/live/dQw4w9WgXcQ?si=x",
        "https://youtu.be/dQw4w9WgXcQ",
        "http://www.youtu.be/dQw4w9WgXcQ/",
        "youtu.be/dQw4w9WgXcQ?si=x",
        "https://www.youtube.com/attribution_link?a=x&u=%2Fwatch%3Fv%3DdQw4w9WgXcQ%26feature%3Dshare",
        "https://www.youtube.com/attribution_link?u=/watch?v=dQw4w9WgXcQ&feature=share&a=x",
        "https://www.youtube.com/attribution_link?u=%2fwatch%3fv%3ddQw4w9WgXcQ%26feature%3dshare",
    ] {
        reads_as(address, video);
    }
}

#[test]
fn lists_and_live_channels_need_no_id() {
    reads_as("https://www.youtube.com/embed/videoseries?list=PL1-_a", Some(("", "PL1-_a", None, true)));
    reads_as("https://www.youtube.com/embed?listType=playlist&list=PL1", Some(("", "PL1", None, true)));
    reads_as("https://www.youtube.com/embed/?list=PL1&listType=playlist", Some(("", "PL1", None, true)));
    reads_as("https://www.youtube.com/embed/playlist?list=PL1", Some(("", "PL1", None, true)));
    reads_as("https://www.youtube.com/embed/live_stream?channel=UC1", Some(("", "", None, true)));
    reads_as("https://www.youtube.com/embed/dQw4w9WgXcQ?list=PL1", Some(("dQw4w9WgXcQ", "PL1", None, true)));
    reads_as("https://www.youtube.com/playlist?list=PL1", Some(("", "PL1", None, false)));
    reads_as("https://youtu.be/dQw4w9WgXcQ?list=PL1&t=5", Some(("dQw4w9WgXcQ", "PL1", Some(5), false)));
    reads_as("https://www.youtube.com/embed/dQw4w9WgXcQ?list=a/b", Some(("dQw4w9WgXcQ", "", None, true)));
}

#[test]
fn a_malformed_id_is_still_a_player() {
    for address in [
        "https://www.youtube.com/embed/foo",
        "https://www.youtube.com/embed/dQw4w9WgXc",
        "https://www.youtube.com/embed/dQw4w9WgXcQQ",
        "https://www.youtube.com/embed/dQw4w9WgXc.",
        "https://www.youtube.com/embed/v=4-Mr5BZFztI",
        "https://www.youtube.com/embed/<video>",
        "https://www.youtube.com/embed/öööööö",
        "https://www.youtube.com/embed/videoseries",
        "https://www.youtube.com/v/foo",
        "https://www.youtube.com/e/foo?rel=0",
    ] {
        reads_as(address, Some(("", "", None, true)));
        assert_eq!(embed::player(&embed::youtube(address).unwrap(), true), "", "{address}");
    }
}

#[test]
fn pages_of_youtube_are_no_players() {
    for address in [
        "https://www.youtube.com",
        "https://www.youtube.com/",
        "youtube.com",
        "https://www.youtube.com/embed",
        "https://www.youtube.com/embed/",
        "https://www.youtube.com/embed/?",
        "https://www.youtube.com/@name",
        "https://www.youtube.com/@name/live",
        "https://www.youtube.com/channel/UC1/videos",
        "https://www.youtube.com/user/name?v=dQw4w9WgXcQ",
        "https://www.youtube.com/results?search_query=v",
        "https://www.youtube.com/dQw4w9WgXcQ",
        "https://www.youtube.com/embedded/dQw4w9WgXcQ",
        "https://www.youtube.com/notshorts/dQw4w9WgXcQ",
        "https://www.youtube.com/watch?v=foo",
        "https://www.youtube.com/watch#v=dQw4w9WgXcQ",
        "https://youtu.be",
        "https://youtu.be/watch?v=dQw4w9WgXcQ",
        "https://youtu.be/embed/dQw4w9WgXcQ",
    ] {
        reads_as(address, Some(("", "", None, false)));
    }
}

#[test]
fn lookalikes_are_not_youtube() {
    for address in [
        "",
        " ",
        "/",
        "//",
        "https:",
        "https://",
        "https://youtube.com.evil.example/embed/dQw4w9WgXcQ",
        "https://notyoutube.com/embed/dQw4w9WgXcQ",
        "https://www.fake-youtube.com/embed/dQw4w9WgXcQ",
        "https://www.youtube.comissocool/embed/dQw4w9WgXcQ",
        "https://youtube.co/embed/dQw4w9WgXcQ",
        "https://youtubekids.com/watch?v=dQw4w9WgXcQ",
        "https://youtu.be.evil.example/dQw4w9WgXcQ",
        "https://evil.youtu.be/dQw4w9WgXcQ",
        "https://evil.youtube.com/embed/dQw4w9WgXcQ",
        "https://youtube-nocookie.com.evil.example/embed/dQw4w9WgXcQ",
        "https://m.youtube-nocookie.com/embed/dQw4w9WgXcQ",
        "https://www.youtube.com@evil.example/embed/dQw4w9WgXcQ",
        "https://www.youtube.com:x@evil.example/embed/dQw4w9WgXcQ",
        "https://www.youtube.com:443@evil.example/embed/dQw4w9WgXcQ",
        "https://evil.example/@www.youtube.com/embed/dQw4w9WgXcQ",
        "https://evil.example\\@www.youtube.com/embed/dQw4w9WgXcQ",
        "https://evil.example?@www.youtube.com/embed/dQw4w9WgXcQ",
        "https://evil.example#@www.youtube.com/embed/dQw4w9WgXcQ",
        "https://evil.example/www.youtube.com/embed/dQw4w9WgXcQ",
        "https://evil.example/https://www.youtube.com/embed/dQw4w9WgXcQ",
        "https://www.youtube.com:port/embed/dQw4w9WgXcQ",
        "https://www.youtube.com../embed/dQw4w9WgXcQ",
        "https://.youtube.com/embed/dQw4w9WgXcQ",
        "https://www.youtube.com /embed/dQw4w9WgXcQ",
        // Letters of other alphabets that look the same.
        "https://www.yоutube.com/embed/dQw4w9WgXcQ",
        "https://www.youtubе.com/embed/dQw4w9WgXcQ",
        "https://www.xn--yutube-wqf.com/embed/dQw4w9WgXcQ",
        "https://www.youtube.com\u{200b}/embed/dQw4w9WgXcQ",
        "https://www.youtube.com\u{0}/embed/dQw4w9WgXcQ",
        "/www.youtube.com/embed/dQw4w9WgXcQ",
        "/embed/dQw4w9WgXcQ",
        "../www.youtube.com/embed/dQw4w9WgXcQ",
        "dQw4w9WgXcQ",
        "ftp://www.youtube.com/embed/dQw4w9WgXcQ",
        "javascript:alert(1)//www.youtube.com/embed/dQw4w9WgXcQ",
        "data:text/html,//www.youtube.com/embed/dQw4w9WgXcQ",
        "blob:https://www.youtube.com/embed/dQw4w9WgXcQ",
        "youtube:dQw4w9WgXcQ",
        "vnd.youtube:dQw4w9WgXcQ",
        "https://i.ytimg.com/vi/dQw4w9WgXcQ/hqdefault.jpg",
        "https://player.vimeo.com/video/1",
    ] {
        reads_as(address, None);
    }
}

#[test]
fn a_start_is_read_in_every_notation() {
    let start =
        |query: &str| embed::youtube(&format!("https://www.youtube.com/embed/dQw4w9WgXcQ{query}")).unwrap().start;
    for (query, seconds) in [
        ("", ""),
        ("?start=", ""),
        ("?start", ""),
        ("?start=0", "0"),
        ("?start=90", "90"),
        ("?start=090", "90"),
        ("?t=90s", "90"),
        ("?t=1m", "60"),
        ("?t=1m30s", "90"),
        ("?t=1m30", "90"),
        ("?t=1h2m3s", "3723"),
        ("?t=9h43s", "32443"),
        ("?start=93.46", "93"),
        ("?time_continue=7", "7"),
        ("?rel=0&amp;start=7", "7"),
        ("?rel=0?start=7", "7"),
        ("&start=7", "7"),
        ("#t=7", "7"),
        ("?start=5&t=7#t=9", "5"),
        ("?start=&t=7", "7"),
        ("?t=-7", ""),
        ("?t=+7", ""),
        ("?t=1:30", ""),
        ("?t=abc", ""),
        ("?t=m", ""),
        ("?t=1x", ""),
        ("?t=.5", ""),
        ("?t=4294967295", "4294967295"),
        ("?t=4294967296", ""),
        ("?t=4294967295h", ""),
        ("?t=4294967295s1", ""),
        ("?t=99999999999999999999999999", ""),
        ("?t=9999999999999h9999999999999h", ""),
        ("?t=1193046h28m15s", "4294967295"),
        ("?t=1193046h28m16s", ""),
        ("?t=1h2", "3602"),
        ("?t=1h.5", ""),
    ] {
        assert_eq!(start(query), seconds, "{query}");
    }
}

#[test]
fn what_is_named_apart_counts_before_the_address() {
    let mut video = Video::default();
    video.set_list("not a list");
    video.set_list("PL1");
    video.set_start("later");
    video.set_start("5");
    video.set_id("foo");
    assert!(!video.read_address("https://example.com/embed/dQw4w9WgXcQ?list=PL2"));
    assert!(video.read_address("https://www.youtube.com/embed/dQw4w9WgXcQ?list=PL2&start=9"));
    assert!(video.read_address("https://www.youtube.com/embed/aaaaaaaaaaa"));
    assert_eq!(read(Some(&video)), Some(("dQw4w9WgXcQ", "PL1", Some(5), true)));
}

#[test]
fn hosts_and_schemes_are_told_apart() {
    for (address, host, is_web) in [
        ("https://Player.Vimeo.com/video/1", Some("Player.Vimeo.com"), true),
        ("//a.example", Some("a.example"), true),
        (" http:\\\\a@b.example:8080?x", Some("b.example"), true),
        ("a.example/x", None, true),
        ("/x", None, true),
        ("x?a:b", None, true),
        ("#a:b", None, true),
        ("", None, true),
        ("javascript:alert(1)", None, false),
        (" java\nscript:alert(1)", None, false),
        ("data:text/html,x", None, false),
        ("blob:https://a.example/x", None, false),
    ] {
        assert_eq!((embed::host(address).as_deref(), embed::is_web(address)), (host, is_web), "{address:?}");
    }
}

fn embedded_id(fragment: &str) -> Option<String> {
    html::first_embed(fragment).map(|video| video.id)
}

#[test]
fn references_are_undone() {
    let written = "<iframe src='https:&#x2F;&#47;www.youtube.com/embed/abcdefghijk?a&#x3D;b&#38;start&#x3D;12'>";
    let video = html::first_embed(written).expect("a player");
    assert_eq!((video.id.as_str(), video.start.as_str()), ("abcdefghijk", "12"));
    assert_eq!(embedded_id("<iframe src='//youtube.com/embed/&lt;a href=&quot;x&quot;&gt;ID'>").as_deref(), Some(""));
}

#[test]
fn an_address_that_waits_stands_behind_an_empty_one() {
    for waits in ["data-src", "data-lazy-src"] {
        let written = format!("<iframe src='about:blank' {waits}='https://youtu.be/abcdefghijk'></iframe>");
        assert_eq!(embedded_id(&written).as_deref(), Some("abcdefghijk"), "{written}");
    }
}

#[test]
fn a_setting_counts_with_the_name_of_an_address() {
    let setting = |name| format!("<object><param name={name} value='http://youtube.com/v/abcdefghijk'></object>");
    assert_eq!(embedded_id(&setting("Movie")).as_deref(), Some("abcdefghijk"));
    assert_eq!(embedded_id(&setting("flashvars")), None);
}

#[test]
fn what_is_no_element_embeds_nothing() {
    let frame = "<iframe src='https://www.youtube.com/embed/abcdefghijk'></iframe>";
    assert_eq!(embedded_id(frame).as_deref(), Some("abcdefghijk"));
    assert_eq!(embedded_id(&format!("<!-- {frame} --><noscript>{frame}</noscript>")), None);
    assert_eq!(embedded_id("<iframe src='www.youtube.com/embed/abcdefghijk'>"), None, "relative to the page");
}
