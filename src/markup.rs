//! What an element with these attributes means: replace it by a placeholder, hold it, or leave it alone.
//!
//! The one rule book for every place that sees HTML. It knows what is marked, `<optgate-frame>`, and videos that
//! wait in the markup of others: all else is left as it is. What cannot be read stays closed.

use alloc::string::String;

use crate::ascii::{among, cut, fill, has, holds, is_digits, only, parts, starts};
use crate::consent::Consent;
use crate::embed::{self, Video};
use crate::gate::{self, Gate};
use crate::service::YOUTUBE;

/// An element as far as the rules look at it.
#[derive(Clone, Copy)]
pub struct Element<'a> {
    /// Its name in lower case.
    pub tag: &'a str,
    /// Its attributes: the name of each and its text, NUL behind both and nowhere else.
    pub attributes: &'a str,
}

impl<'a> Element<'a> {
    /// The text of an attribute, `None` where it is absent.
    pub fn attribute(&self, name: &str) -> Option<&'a str> {
        let mut rest = self.attributes;
        while !rest.is_empty() {
            let (known, behind) = cut(rest, "\0");
            let (text, behind) = cut(behind, "\0");
            if known == name {
                return Some(text);
            }
            rest = behind;
        }
        None
    }

    fn text(&self, name: &str) -> &'a str {
        self.attribute(name).unwrap_or_default()
    }

    /// The text of the first of these attributes that has one.
    fn first(&self, names: &'static str) -> &'a str {
        for name in parts(names, " ") {
            let text = self.text(name);
            if !text.is_empty() {
                return text;
            }
        }
        ""
    }
}

/// What is to be done with an element.
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Debug))]
pub enum Meaning<'a> {
    /// Nothing.
    Leave,
    /// A placeholder stands for it until it is pressed or given.
    Frame(Frame<'a>),
    /// It is held, and released when it is allowed.
    Held(Held<'a>),
}

/// A frame of another host's, a video for the most part.
#[derive(Clone, Default, PartialEq, Eq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Debug))]
pub struct Frame<'a> {
    /// What to play; empty where the service is not `youtube`.
    pub video: Video,
    /// What the author calls it, or empty.
    pub title: &'a str,
    /// `youtube`, or the service that the author names for another host, or empty.
    pub service: &'a str,
    /// The purposes it names besides, as written; see [`gate::purposes`].
    pub purposes: Option<&'a str>,
    /// The author's address; may be empty where the parts of a video are named apart.
    pub source: &'a str,
    /// The author's link to what is not YouTube's, or empty.
    pub page: &'a str,
    /// The shape of its box as `16/9` or `16:9`, or empty.
    pub ratio: &'a str,
    /// Address of a picture, never the provider's, or empty.
    pub poster: &'a str,
}

impl Frame<'_> {
    /// Is it a video?
    pub fn is_youtube(&self) -> bool {
        self.service == YOUTUBE
    }

    /// May it load without a press?
    pub fn gate(&self, consent: &Consent) -> Gate {
        gate::decide(consent, self.purposes, self.service)
    }

    /// Does it need one of `ids`, which stand between blanks?
    pub fn waits_for(&self, ids: &str) -> bool {
        for (_, id) in gate::purposes(self.purposes.unwrap_or_default()) {
            if among(id, ids) {
                return true;
            }
        }
        among(self.service, ids)
    }

    /// The address to load: YouTube's player in its no-cookie form, or what the author wrote where there is nothing
    /// that could be played, or another host. `autoplay` where the visitor has pressed play.
    pub fn address(&self, autoplay: bool) -> String {
        or(embed::player(&self.video, autoplay), self.source)
    }

    /// A plain link for visitors who do not want the frame here; may be empty.
    pub fn link(&self) -> String {
        or(or(embed::watch(&self.video), self.page), self.source)
    }

    /// The attributes with which an `<optgate-frame>` means the same, in the form of [`Element::attributes`].
    pub fn attributes(&self) -> String {
        let video = &self.video;
        let mut all = String::new();
        add(&mut all, if self.is_youtube() { "data-provider" } else { "data-service" }, self.service);
        if video.id.is_empty() && video.list.is_empty() {
            add(&mut all, "data-src", self.source);
        } else {
            add(&mut all, "data-video", &video.id);
            add(&mut all, "data-list", &video.list);
            add(&mut all, "data-start", &video.start);
            add(&mut all, "data-params", &video.params);
        }
        add(&mut all, "data-title", self.title);
        add(&mut all, "data-ratio", self.ratio);
        add(&mut all, "data-poster", self.poster);
        if let Some(purposes) = self.purposes {
            // One that names nothing is handed on too: it stays closed.
            fill(&mut all, "data-purpose\0%\0", &[purposes]);
        }
        all
    }
}

/// `text`, or `other` where it is empty.
fn or(mut text: String, other: &str) -> String {
    if text.is_empty() {
        text.push_str(other);
    }
    text
}

/// Hands on an attribute, where there is one.
fn add(all: &mut String, name: &str, value: &str) {
    if !value.is_empty() {
        fill(all, "%\0%\0", &[name, value]);
    }
}

/// Something that is released as it stands.
#[derive(Clone, Copy, PartialEq, Eq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Debug))]
pub struct Held<'a> {
    /// The purposes it names, as written; see [`gate::purposes`].
    pub purposes: &'a str,
    /// The service it names, or empty.
    pub service: &'a str,
}

impl Held<'_> {
    /// May it be released?
    pub fn gate(&self, consent: &Consent) -> Gate {
        gate::decide(consent, Some(self.purposes), self.service)
    }
}

/// What stands between the words of an attribute.
const SPACE: &str = " \t\n\x0c\r";

/// A document that an iframe carries in itself, held or live.
const SRCDOC: &str = "data-srcdoc srcdoc";

/// Elements that can be held as they stand.
const HOLDABLE: &str = "iframe frame img link source video audio track object embed input template";

/// What is to be done with `element`.
///
/// A script is held only as `type="text/plain"` or where its address stands in `data-src` alone: any other has run already,
/// and releasing it would run it twice. An iframe that carries its address live is closed all the same, late as that is.
///
/// A video is a placeholder whoever wrote the markup: `<lite-youtube>`, `<amp-youtube>`, the blocks of iframemanager,
/// tarteaucitron and Plyr, and what loads an iframe lazily, once none of their scripts has touched it yet.
pub fn meaning<'a>(element: &Element<'a>) -> Meaning<'a> {
    let purposes = element.attribute("data-purpose");
    let tag = element.tag;
    let own = tag == "optgate-frame";
    let class = element.text("class");
    let named = match tag {
        "optgate-frame" => element.text("data-video"),
        "lite-youtube" => element.text("videoid"),
        "amp-youtube" => element.text("data-videoid"),
        _ if has(class, SPACE, "youtube_player") => element.first("data-videoid videoid"),
        _ if has(class, SPACE, "youtube_playlist_player") => element.first("data-playlistid playlistid"),
        "div" if element.text("data-service") == YOUTUBE => element.text("data-id"),
        "div" if element.text("data-plyr-provider") == YOUTUBE => element.text("data-plyr-embed-id"),
        _ => "",
    };
    let marked = purposes.is_some() && among(tag, "iframe object embed");
    // One whose document is written in the page has no address that a placeholder could load, unless it is a video's.
    let plain = tag == "iframe" && element.first(SRCDOC).is_empty();
    if own || marked || !named.is_empty() || tag == "iframe" {
        let found = frame(element, purposes, named);
        match &found {
            // Other hosts' frames ask where their author says so.
            Meaning::Frame(frame) if own || frame.is_youtube() || marked && plain => return found,
            _ if own || plain => return Meaning::Leave,
            _ => {}
        }
    }
    match purposes {
        Some(purposes)
            if among(tag, HOLDABLE)
                || tag == "script"
                    && (is(element.text("type").trim_ascii(), "text/plain")
                        || element.text("src").is_empty() && !element.text("data-src").is_empty()) =>
        {
            Meaning::Held(Held { purposes, service: element.text("data-service") })
        }
        _ => Meaning::Leave,
    }
}

/// Parameters of the player that tarteaucitron takes as attributes. AMP's begin with `data-param-`.
const PARAMETERS: &str = "rel controls mute end loop enablejsapi";

fn frame<'a>(element: &Element<'a>, purposes: Option<&'a str>, named: &'a str) -> Meaning<'a> {
    let own = element.tag == "optgate-frame";
    let mut service = element.text("data-service");
    let mut source = if own { element.text("data-src") } else { source(element, purposes.is_some()) };
    let mut ratio = element.text("data-ratio");
    if !is_ratio(ratio) {
        ratio = "";
    }
    let provider = element.text("data-provider");
    let claimed = own && is(provider, YOUTUBE) || provider.is_empty() && !named.is_empty();
    // What is named apart counts before what the address says.
    let mut video = Video::default();
    video.set_list(element.first("data-list playlistid data-playlistid"));
    video.set_start(element.first("data-start start videostartat"));
    let mut attributes = parts(element.attributes, "\0");
    while let (Some(name), Some(value)) = (attributes.next(), attributes.next()) {
        let of_its_own = (!named.is_empty() && has(PARAMETERS, " ", name)).then_some(name);
        if let Some(name) = name.strip_prefix("data-param-").or(of_its_own) {
            let mut piece = String::new();
            fill(&mut piece, "%=%", &[name, value]);
            video.read_query(&piece);
        }
    }
    video.set_id(named);
    let mut found = video.read_address(named);
    if found {
        source = named;
    } else {
        found = video.read_address(source);
    }
    if found || claimed {
        video.read_query(element.first("data-params params"));
        service = YOUTUBE;
        if !found {
            // Consent to YouTube must not load another host.
            source = "";
        }
        if own && ratio.is_empty() && has(source, "/", "shorts") {
            ratio = "9/16";
        }
    } else if source.is_empty() || !embed::is_web(source) {
        return Meaning::Leave;
    } else {
        video = Video::default();
        if service == YOUTUBE {
            service = "";
        }
    }
    let poster = element.first("data-poster data-thumbnail");
    Meaning::Frame(Frame {
        video,
        title: element.first("data-title title playlabel videotitle"),
        service,
        purposes,
        source,
        page: element.text("data-optgate-link"),
        ratio,
        poster: if is_providers(poster) { "" } else { poster },
    })
}

/// The address in an iframe or object, held or, in one that is `marked`, live; what a script would load lazily; or the first of
/// a video in a page that the iframe carries in itself.
fn source<'a>(element: &Element<'a>, marked: bool) -> &'a str {
    let text =
        element.first(if marked { "data-src data-lazy-src data-data src data" } else { "data-src data-lazy-src" });
    if !text.is_empty() {
        return text;
    }
    for text in parts(element.first(SRCDOC), "\"'<>() \n") {
        // An attribute without quotes.
        let (name, value) = cut(text, "=");
        let text = if holds(name, ":/") { text } else { value };
        if marked
            && embed::host(text).is_some()
            && let Some(video) = embed::youtube(text)
            && !embed::player(&video, false).is_empty()
        {
            return text;
        }
    }
    ""
}

fn is(text: &str, other: &str) -> bool {
    text.eq_ignore_ascii_case(other)
}

/// Two whole numbers with a slash between them, as CSS takes them, or a colon, as iframemanager does.
fn is_ratio(text: &str) -> bool {
    let (width, height) = cut(text, "/:");
    is_side(width) && is_side(height)
}

fn is_side(side: &str) -> bool {
    side.len() <= 4 && is_digits(side) && !only(side, |byte| byte == b'0')
}

/// What stands in the hosts of Google's pictures, and no host has in it as a browser reads it.
const GOOGLES: &str = "youtu ytimg google ggpht gstatic doubleclick %";

/// Would this picture come from Google? A host that a browser would first have to decode counts as well.
fn is_providers(address: &str) -> bool {
    let host = embed::host(address).unwrap_or_default();
    let mut rest = host.as_str();
    while !rest.is_empty() {
        for part in parts(GOOGLES, " ") {
            if starts(rest, part) {
                return true;
            }
        }
        match rest.get(1..) {
            Some(behind) => rest = behind,
            None => return true, // a letter outside ASCII
        }
    }
    false
}
