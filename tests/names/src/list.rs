//! Filter lists, as a browser with a blocker asks them.

use std::collections::HashSet;

use adblock::Engine;
use adblock::lists::{FilterSet, ParseOptions};
use adblock::request::Request;

use crate::drawn::Drawn;
use crate::selector;

/// A page that no rule is written for.
const PAGE: &str = "https://example.com/";

/// Another site that takes the files from that one.
const ELSEWHERE: &str = "https://example.org/";

/// Several lists in one engine.
pub struct Lists {
    engine: Engine,
    /// Hiding rules for every page that are not about a class or an id.
    other_rules: HashSet<String>,
    exceptions: HashSet<String>,
}

impl Lists {
    /// Takes the texts of the lists.
    pub fn new(texts: Vec<String>) -> Self {
        // True: rules are kept as they were written, to be named.
        let mut set = FilterSet::new(true);
        for text in texts {
            set.add_filter_list(text, ParseOptions::default());
        }
        let engine = Engine::new_with_filter_set(set);
        let rules = engine.url_cosmetic_resources(PAGE);
        Self { engine, other_rules: rules.hide_selectors, exceptions: rules.exceptions }
    }

    /// The rule that blocks a file, whichever folder it lies in, whoever asks for it.
    pub fn blocks(&self, name: &str) -> Option<String> {
        for folder in ["", "assets/", "js/", "optgate/"] {
            for page in [PAGE, ELSEWHERE] {
                for kind in ["script", "xmlhttprequest", "stylesheet", "other"] {
                    let address = format!("{PAGE}{folder}{name}");
                    let request = Request::new(&address, page, kind, "get").expect("an address");
                    let result = self.engine.check_network_request(&request);
                    if result.should_block() {
                        return Some(format!("{address} by {:?}", result.filter));
                    }
                }
            }
        }
        None
    }

    /// The hiding rules that could match something drawn.
    pub fn hide(&self, drawn: &Drawn) -> Vec<String> {
        let mut found = self.engine.hidden_class_id_selectors(&drawn.classes, &drawn.ids, &self.exceptions);
        found.extend(self.other_rules.iter().filter(|rule| selector::may_match(rule, drawn)).cloned());
        found.sort();
        found
    }

    /// How many hiding rules there are that are about neither a class nor an id.
    pub fn other_rules(&self) -> usize {
        self.other_rules.len()
    }
}
