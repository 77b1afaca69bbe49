//! Addresses changed at random, the same ones at every run: reading is total, and nothing but YouTube's hosts is YouTube.

use optgate::embed;

/// Where mutations begin.
const SEEDS: [&str; 12] = [
    "https://www.youtube.com/embed/dQw4w9WgXcQ?list=PL1&start=1m30s&rel=0",
    "//www.youtube-nocookie.com/embed/videoseries?list=PL1-_a",
    "https://youtu.be/dQw4w9WgXcQ?t=90&amp;si=x#t=7",
    "https://m.youtube.com/watch?v=dQw4w9WgXcQ",
    "https://www.youtube.com/attribution_link?u=%2Fwatch%3Fv%3DdQw4w9WgXcQ%26feature%3Dshare",
    "https://user:pass@music.youtube.com:443/v/dQw4w9WgXcQ&hl=en",
    "https://youtube.com.evil.example/embed/dQw4w9WgXcQ",
    "https://www.youtube.com@evil.example/embed/dQw4w9WgXcQ",
    "https://evil.example\\@www.youtube.com/embed/dQw4w9WgXcQ",
    "https://notyoutube.com/embed/dQw4w9WgXcQ",
    "javascript:alert(1)//www.youtube.com/embed/dQw4w9WgXcQ",
    "https://www.yоutube.com/embed/dQw4w9WgXcQ",
];
/// What is put in: what means something in an address, and what only looks like it.
const PIECES: [&str; 24] = [
    "/",
    "\\",
    "@",
    ":",
    "?",
    "#",
    "&",
    "=",
    ".",
    "%",
    "\t",
    "\n",
    " ",
    "\0",
    "é",
    "о",
    "\u{200b}",
    "//",
    "https:",
    "evil.example",
    "youtube.com",
    "www.",
    "..",
    "a",
];
const HOSTS: [&str; 11] = [
    "youtube.com",
    "www.youtube.com",
    "m.youtube.com",
    "music.youtube.com",
    "gaming.youtube.com",
    "youtube-nocookie.com",
    "www.youtube-nocookie.com",
    "youtu.be",
    "www.youtu.be",
    "youtube.googleapis.com",
    "www.youtubeeducation.com",
];

/// Xorshift: the same numbers on every machine.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end as u64) as usize
    }
}

fn mutate(address: &mut Vec<char>, chance: &mut Chance) {
    let at = chance.below(address.len() + 1);
    match chance.below(4) {
        0 if at < address.len() => drop(address.remove(at)),
        1 if at < address.len() => address[at] = address[at].to_ascii_uppercase(),
        2 => {
            let other = chance.below(address.len() + 1);
            let part: Vec<char> = address[at.min(other)..at.max(other)].iter().take(20).copied().collect();
            address.splice(at..at, part);
        }
        _ => drop(address.splice(at..at, PIECES[chance.below(PIECES.len())].chars())),
    }
}

/// The host that a browser goes to, by another way than the code under test: from the end of the authority. `None` where
/// there is none, or a relative address, which an author may have meant as one without its scheme.
fn host(address: &str) -> Option<String> {
    let trimmed = address.trim_matches(|letter: char| letter <= ' ');
    let clean: String = trimmed.replace(['\t', '\n', '\r'], "").replace('\\', "/");
    let lower = clean.to_lowercase();
    let rest = ["https:", "http:"].iter().find_map(|scheme| lower.strip_prefix(scheme));
    let rest = rest.or(lower.strip_prefix("//"))?.trim_start_matches('/');
    let authority = &rest[..rest.find(['/', '?', '#']).unwrap_or(rest.len())];
    let named = authority.rsplit('@').next()?;
    let host = named.split(':').next()?;
    Some(host.strip_suffix('.').unwrap_or(host).to_owned())
}

#[test]
fn no_mutation_panics_opens_a_lookalike_or_leaves_the_player() {
    let mut chance = Chance(0x9e37_79b9_7f4a_7c15);
    let (mut theirs, mut others) = (0, 0);
    for round in 0..12_000 {
        let mut letters: Vec<char> = SEEDS[round % SEEDS.len()].chars().collect();
        for _ in 0..=chance.below(6) {
            mutate(&mut letters, &mut chance);
        }
        let address: String = letters.into_iter().collect();
        let _ = (embed::host(&address), embed::place(&address), embed::is_web(&address));
        let Some(video) = embed::youtube(&address) else {
            others += 1;
            continue;
        };
        theirs += 1;
        if let Some(host) = host(&address) {
            assert!(HOSTS.contains(&host.as_str()), "{address:?} goes to {host}");
        }
        assert!(video.id.is_empty() || video.id.len() == 11, "{address:?}");
        for built in [embed::player(&video, true), embed::watch(&video)] {
            let start = ["https://www.youtube-nocookie.com/embed/", "https://www.youtube.com/"];
            assert!(built.is_empty() || start.iter().any(|start| built.starts_with(start)), "{address:?}: {built}");
            let safe = |letter: char| letter.is_ascii_alphanumeric() || "-_.~,+=%&?/:".contains(letter);
            assert!(built.chars().all(safe), "{address:?}: {built}");
        }
    }
    assert!(theirs > 2_000 && others > 2_000, "{theirs} of YouTube's, {others} others");
}
