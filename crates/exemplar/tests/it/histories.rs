//! Random histories of many editors on one draft, held against a model: nobody's saved text is lost, and who is late is told.
#![expect(clippy::indexing_slicing, reason = "editors are numbered from 0 in a list of them all")]

use exemplar::people::policy::{EditBlueprint, StartBlueprint};
use exemplar::people::{self, Actor, FormKey, NewAccount, Role, decide};
use exemplar::platform::files::sha256_hex;
use exemplar::writing::{self, Saved, WritingError};
use uuid::Uuid;

use crate::harness::{Portal, both};

/// How many histories are told on each database.
const HISTORIES: u64 = 500;

/// The most editors of one draft.
const EDITORS: usize = 50;

/// The same numbers every time, so that a failure can be repeated.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % most
    }
}

struct History<'a> {
    portal: &'a Portal,
    actor: &'a Actor,
    blueprint: Uuid,
    /// Every text that was acknowledged, in order.
    acknowledged: Vec<String>,
    /// The save each editor's text was made from.
    made_from: Vec<usize>,
}

impl History<'_> {
    async fn save(&self, editor: usize, round: usize) -> (usize, String, Result<String, WritingError>) {
        let text = format!("# A\n\nEditor {editor} in round {round} of {}.\n", self.blueprint);
        let kit = self.portal.app.kit();
        let action = EditBlueprint { blueprint: self.blueprint };
        let permit = decide(self.actor, action, &"DEMO-A".to_owned(), kit.clock.now()).unwrap();
        let made_from = sha256_hex(self.acknowledged[self.made_from[editor] - 1].as_bytes());
        let key = FormKey::new(kit.clock.new_id());
        let result = writing::save(kit, permit, &key, Saved { made_from: &made_from, text: &text }).await;
        (editor, text, result)
    }

    /// Some editors save at the same moment: of those whose text is made from the newest, exactly one is taken.
    async fn race(&mut self, editors: &[usize], round: usize) {
        let newest = self.acknowledged.len();
        let in_time = editors.iter().filter(|editor| self.made_from[**editor] == newest).count();
        let results = futures_util::future::join_all(editors.iter().map(|editor| self.save(*editor, round))).await;
        let mut taken = 0;
        for (editor, text, result) in results {
            match result {
                Ok(_) => {
                    assert_eq!(self.made_from[editor], newest, "a text made from an older one was taken");
                    taken += 1;
                    self.acknowledged.push(text);
                }
                Err(WritingError::Overtaken) => {}
                Err(error) => panic!("{error}"),
            }
        }
        assert_eq!(taken, in_time.min(1), "of {in_time} in time");
    }
}

async fn tell(portal: &Portal, actor: &Actor, seed: u64) {
    let (kit, mut chance) = (portal.app.kit(), Chance(seed));
    let organisation = "DEMO-A".to_owned();
    let permit = decide(actor, StartBlueprint { organisation }, &(), kit.clock.now()).unwrap();
    let first = format!("---\ntitle: History {seed}\n---\n# A\n");
    let address = writing::start(kit, permit, &FormKey::new(kit.clock.new_id()), &first).await.unwrap();
    let slug = address.split('/').nth(2).unwrap();
    let blueprint =
        exemplar::blueprints::store::id_of_slug(&mut kit.db.read().await.unwrap(), slug).await.unwrap().unwrap();
    let editors = 1 + chance.below(EDITORS);
    let mut history = History { portal, actor, blueprint, acknowledged: vec![first], made_from: vec![1; editors] };
    for round in 0..2 + chance.below(10) {
        match chance.below(3) {
            0 => {
                let editor = chance.below(editors);
                history.made_from[editor] = history.acknowledged.len();
            }
            1 => {
                let editor = chance.below(editors);
                history.race(&[editor], round).await;
            }
            _ => {
                let first = chance.below(editors);
                let together: Vec<usize> = (first..editors.min(first + 1 + chance.below(4))).collect();
                history.race(&together, round).await;
            }
        }
    }
    let kept = writing::store::texts_saved(&mut kit.db.read().await.unwrap(), blueprint).await.unwrap();
    let expected: Vec<String> = history.acknowledged.iter().map(|text| sha256_hex(text.as_bytes())).collect();
    assert_eq!(kept, expected, "history {seed} on {}", portal.name);
}

#[tokio::test]
async fn in_five_hundred_random_histories_no_save_is_lost_and_who_is_late_is_told() {
    for mut portal in both().await {
        portal.with_guides(&[("one.md", "# One\n\nText.\n")]).await;
        let new = NewAccount {
            mail: "ann@example.org".into(),
            name: "Ann Lee".into(),
            organisation: "DEMO-A".into(),
            roles: vec![Role::Contributor],
            password: None,
        };
        let kit = portal.app.kit();
        people::add_account(kit, &Actor::Operator, &new).await.unwrap();
        let person = people::by_mail(&mut kit.db.read().await.unwrap(), "ann@example.org", kit.clock.today()).await;
        let actor = Actor::Person(person.unwrap().unwrap());
        for seed in 0..HISTORIES {
            tell(&portal, &actor, seed).await;
        }
        portal.is_whole().await;
    }
}
