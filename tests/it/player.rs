//! The addresses that are built: the player and the plain link, from good addresses and from any text at all.

use optgate::embed;

/// The address of the player after a press.
fn pressed(address: &str) -> String {
    embed::player(&embed::youtube(address).unwrap(), true)
}

#[test]
fn the_player_keeps_list_start_and_the_authors_parameters_in_order() {
    for (address, player) in [
        ("https://www.youtube.com/embed/dQw4w9WgXcQ", "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1"),
        (
            "//www.youtube.com/embed/dQw4w9WgXcQ?rel=0&amp;start=30&amp;end=60&amp;autoplay=0&amp;cc_lang_pref=de&amp;mute=1",
            "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1&start=30&rel=0&end=60&cc_lang_pref=de&mute=1",
        ),
        (
            "https://www.youtube.com/embed/dQw4w9WgXcQ?loop=1&playlist=dQw4w9WgXcQ,aaaaaaaaaaa&list=PL1",
            "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1&list=PL1&loop=1&playlist=dQw4w9WgXcQ,aaaaaaaaaaa",
        ),
        (
            "https://www.youtube.com/embed/dQw4w9WgXcQ?enablejsapi=1&origin=https%3A%2F%2Fexample.de",
            "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1&enablejsapi=1&origin=https%3A%2F%2Fexample.de",
        ),
        (
            "https://www.youtube.com/embed/dQw4w9WgXcQ?origin=https://example.de/ä b\"><#x",
            "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1&origin=https%3A%2F%2Fexample.de%2F%C3%A4%20b%22%3E%3C",
        ),
        (
            "https://www.youtube.com/v/dQw4w9WgXcQ&hl=de&fs=1&",
            "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1&hl=de&fs=1",
        ),
        ("https://youtu.be/dQw4w9WgXcQ?t=1m", "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1&start=60"),
        (
            "https://www.youtube.com/embed/videoseries?rel=0&list=PL1",
            "https://www.youtube-nocookie.com/embed/videoseries?autoplay=1&list=PL1&rel=0",
        ),
        (
            "https://www.youtube.com/embed?listType=user_uploads&list=some.name",
            "https://www.youtube-nocookie.com/embed/?autoplay=1&list=some.name&listType=user_uploads",
        ),
        (
            "https://www.youtube.com/playlist?list=PL1",
            "https://www.youtube-nocookie.com/embed/videoseries?autoplay=1&list=PL1",
        ),
        (
            "https://www.youtube.com/embed/live_stream?channel=UC1&mute=1",
            "https://www.youtube-nocookie.com/embed/live_stream?autoplay=1&channel=UC1&mute=1",
        ),
        ("https://www.youtube.com/@name", ""),
    ] {
        assert_eq!(pressed(address), player, "{address}");
    }
}

#[test]
fn a_player_that_nobody_pressed_does_not_start() {
    let video = embed::youtube("https://www.youtube.com/embed/dQw4w9WgXcQ?autoplay=1&rel=0").unwrap();
    assert_eq!(embed::player(&video, false), "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=0&rel=0");
}

#[test]
fn the_plain_link_names_video_or_list() {
    let watch = |address: &str| embed::watch(&embed::youtube(address).unwrap());
    for (address, link) in [
        ("https://youtu.be/dQw4w9WgXcQ", "https://www.youtube.com/watch?v=dQw4w9WgXcQ"),
        (
            "https://www.youtube.com/embed/dQw4w9WgXcQ?start=90&rel=0&list=PL1",
            "https://www.youtube.com/watch?v=dQw4w9WgXcQ&list=PL1&t=90",
        ),
        ("https://www.youtube.com/embed/videoseries?list=PL1", "https://www.youtube.com/playlist?list=PL1"),
        ("https://www.youtube.com/embed?listType=playlist&list=PL1", "https://www.youtube.com/playlist?list=PL1"),
        ("https://www.youtube.com/embed?listType=user_uploads&list=name", ""),
        ("https://www.youtube.com/embed/foo", ""),
        ("https://www.youtube.com/embed/live_stream?channel=UC1", ""),
    ] {
        assert_eq!(watch(address), link, "{address}");
    }
}

/// A xorshift generator: the same texts on every run.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound as u64) as usize
    }
}

#[test]
fn no_text_panics_or_leads_the_player_to_another_host() {
    const PARTS: [&str; 40] = [
        "https:",
        "http:",
        "//",
        "/",
        "\\",
        "?",
        "&",
        "&amp;",
        "#",
        "=",
        "@",
        ":",
        ".",
        "%",
        "%2F",
        "\n",
        "\t",
        " ",
        "\u{0}",
        "ä",
        "🎬",
        "www.youtube.com",
        "youtu.be",
        "www.youtube-nocookie.com",
        "evil.example",
        "javascript:",
        "embed",
        "v",
        "e",
        "watch",
        "shorts",
        "videoseries",
        "live_stream",
        "dQw4w9WgXcQ",
        "list=PL1",
        "t=1m2s",
        "start=99999999999",
        "channel=x",
        "listType=x",
        "u=%2Fwatch%3Fv%3D",
    ];
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let mut recognised = 0;
    for round in 0..60_000 {
        let mut text = String::from(if round % 2 == 0 { "" } else { "https://www.youtube.com/embed/" });
        for _ in 0..random.below(12) {
            match random.below(4) {
                0 => text.push(char::from_u32(random.below(0x11_0000) as u32).unwrap_or('x')),
                _ => text.push_str(PARTS[random.below(PARTS.len())]),
            }
        }
        let _ = (embed::host(&text), embed::is_web(&text));
        let mut video = embed::youtube(&text).unwrap_or_default();
        recognised += usize::from(video.player);
        video.read_query(&text);
        for autoplay in [true, false] {
            let player = embed::player(&video, autoplay);
            let rest = player.strip_prefix("https://www.youtube-nocookie.com/embed/");
            assert!(player.is_empty() || rest.is_some(), "{text:?}: {player}");
            let safe = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~,+=%&?".contains(&byte);
            assert!(rest.unwrap_or_default().bytes().all(safe), "{text:?}: {player}");
        }
        let watch = embed::watch(&video);
        assert!(watch.is_empty() || watch.starts_with("https://www.youtube.com/"), "{text:?}: {watch}");
    }
    assert!(recognised > 20_000, "the texts hardly ever are players: {recognised}");
}
