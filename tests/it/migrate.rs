//! What `src/web/migrate.js` writes for the answers of other tools is read as those were meant. The table is shared
//! with `tests/packaging/migrate.test.mjs`, which holds that the script writes these records.

use optgate::record;

use crate::page::{Jar, NOW, Page, both};

#[test]
fn what_was_carried_over_from_another_tool_is_read_as_it_was_meant() {
    let mut carried = 0;
    for line in include_str!("../data/migrate.tsv").lines().skip(1) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [case, _, _, text, analytics, ga, marketing, media, youtube, ask, _] = fields[..] else {
            panic!("eleven fields: {line}")
        };
        if text == "-" {
            continue;
        }
        carried += 1;
        assert_eq!(record::decode(text).map(|answer| record::encode(&answer)).as_deref(), Some(text), "{case}");
        let page = Page::open(&both(), Jar::of(&format!("optgate={text}")), NOW, false);
        let ids = ["analytics", "google-analytics", "marketing", "media", "youtube"];
        assert_eq!(ids.map(|id| page.mark(id)), [analytics, ga, marketing, media, youtube], "{case}: {text}");
        assert_eq!(format!("{:?}", page.ask).to_lowercase(), ask, "{case}: {text}");
        assert_eq!(page.cookie("optgate").as_deref(), Some(text), "{case}: the record is left as it is");
    }
    assert_eq!(carried, 42);
}
