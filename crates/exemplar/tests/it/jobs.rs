//! Work beside requests: held, tried again, put aside, and done once however many do it and whoever dies.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use exemplar::platform::jobs::{
    self, ForGood, Job, JobRow, Kind, Lane, MOST_TRIES, NewJob, Periodic, When, Worker, wait_after,
};
use exemplar::work;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use tokio::sync::watch;

use crate::harness::{Portal, both};

/// What was done, by the words jobs carried.
type Done = Arc<Mutex<Vec<String>>>;

static KINDS: &[Kind<Done>] = &[
    Kind::new("note", "note", |done, job| Box::pin(note(done, job))),
    Kind::new("fail", "fail", |_, _| Box::pin(async { anyhow::bail!("no answer\r\nfrom the other side") })),
    Kind::new("never", "never", |_, _| Box::pin(async { Err(ForGood("it will not work".to_owned()).into()) })),
    Kind::new("panic", "panic", |_, _| Box::pin(async { panic!("oh") })),
    Kind::new("hang", "hang", |_, _| Box::pin(std::future::pending())),
    Kind::new("slow", "slow", |_, _| Box::pin(std::future::pending())).within(Duration::from_millis(50)),
    Kind::new("daily", "daily", |done, _| Box::pin(said(done, "daily"))),
];

static PERIODIC: &[Periodic] = &[Periodic { kind: "daily", when: When::Daily(7, 0) }];

async fn note(done: &Done, job: &Job) -> anyhow::Result<()> {
    let word: String = job.payload()?;
    // Long enough for another worker to come by.
    tokio::task::yield_now().await;
    said(done, &word).await
}

async fn said(done: &Done, word: &str) -> anyhow::Result<()> {
    done.lock().unwrap().push(word.to_owned());
    Ok(())
}

fn worker(portal: &Portal) -> Worker<Done> {
    let (db, clock) = (portal.db().clone(), portal.app.clock().clone());
    Worker { db, clock, kinds: KINDS, periodic: PERIODIC, state: Done::default() }
}

async fn queue(portal: &Portal, job: NewJob<'_>) {
    let mut tx = portal.db().begin().await.unwrap();
    jobs::queue(&mut tx, portal.app.clock(), job).await.unwrap();
    tx.commit().await.unwrap();
}

async fn rows(portal: &Portal) -> Vec<JobRow> {
    let mut connection = portal.db().read().await.unwrap();
    let mut rows = jobs::list(&mut connection, ["waiting", "running"], 500).await.unwrap();
    rows.extend(jobs::list(&mut connection, ["parked", "parked"], 500).await.unwrap());
    rows
}

fn later(portal: &Portal, by: SignedDuration) {
    let clock = portal.app.clock();
    clock.set(clock.now().checked_add(by).unwrap());
}

#[tokio::test]
async fn a_job_comes_with_its_act_and_is_done_once() {
    for portal in both().await {
        let worker = worker(&portal);
        queue(&portal, NewJob::new("note", json!("kept"))).await;
        let mut tx = portal.db().begin().await.unwrap();
        jobs::queue(&mut tx, portal.app.clock(), NewJob::new("note", json!("dropped"))).await.unwrap();
        drop(tx);
        let in_an_hour = portal.app.clock().now().checked_add(SignedDuration::from_hours(1)).unwrap();
        queue(&portal, NewJob::new("note", json!("later")).due(in_an_hour)).await;
        for _ in 0..3 {
            queue(&portal, NewJob::new("note", json!("one of its name")).named("only")).await;
        }
        assert_eq!(worker.run_due().await.unwrap(), 2);
        assert_eq!(*worker.state.lock().unwrap(), ["kept", "one of its name"]);
        assert_eq!(worker.run_due().await.unwrap(), 0);
        later(&portal, SignedDuration::from_hours(1));
        assert_eq!(worker.run_due().await.unwrap(), 1);
        assert!(rows(&portal).await.is_empty(), "on {}", portal.name);
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn a_failure_is_tried_again_after_growing_waits_and_parked_after_eight() {
    for portal in both().await {
        let worker = worker(&portal);
        queue(&portal, NewJob::new("fail", json!(null))).await;
        for tries in 1..=MOST_TRIES {
            assert_eq!(worker.run_due().await.unwrap(), 1, "try {tries}");
            assert_eq!(worker.run_due().await.unwrap(), 0, "not before its time");
            let [row] = rows(&portal).await.try_into().unwrap();
            assert_eq!(row.tries, tries);
            assert_eq!(row.last_error.as_deref(), Some("no answer  from the other side"));
            match wait_after(tries) {
                Some(wait) => {
                    assert_eq!(row.state, "waiting");
                    let due = Timestamp::from_microsecond(row.due_at).unwrap();
                    assert_eq!(due.duration_since(portal.app.clock().now()), wait);
                    later(&portal, wait);
                }
                None => assert_eq!(row.state, "parked"),
            }
        }
        later(&portal, SignedDuration::from_hours(1_000));
        assert_eq!(worker.run_due().await.unwrap(), 0, "what is put aside stays there");
    }
}

#[tokio::test]
async fn what_will_never_work_is_parked_at_once_and_what_breaks_off_has_failed() {
    for portal in both().await {
        let worker = worker(&portal);
        for kind in ["never", "panic", "slow", "unheard of"] {
            queue(&portal, NewJob::new(kind, json!(null))).await;
        }
        queue(&portal, NewJob::new("note", json!({ "not": "a word" }))).await;
        assert_eq!(worker.run_due().await.unwrap(), 5);
        let rows = rows(&portal).await;
        let of = |kind: &str| rows.iter().find(|row| row.kind == kind).unwrap();
        for (kind, state, error) in [
            ("never", "parked", "it will not work"),
            ("note", "parked", "its data cannot be read"),
            ("panic", "waiting", "the work broke off"),
            ("slow", "waiting", "it took longer than 50ms"),
            ("unheard of", "waiting", "this program does not know such work"),
        ] {
            let row = of(kind);
            assert_eq!(row.state, state, "{kind}");
            assert!(row.last_error.as_deref().unwrap().starts_with(error), "{row:?}");
        }
    }
}

/// A worker that takes up what is due, for this many times now, and dies.
async fn dies(portal: &Portal, tries: i64) {
    let worker = worker(portal);
    let running = tokio::spawn(async move { worker.run_due().await });
    while !rows(portal).await.iter().any(|row| row.state == "running" && row.tries == tries) {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    running.abort();
    assert!(running.await.unwrap_err().is_cancelled());
}

#[tokio::test]
async fn what_a_dead_worker_held_is_taken_up_when_its_lease_ends_and_parked_when_all_die_of_it() {
    for portal in both().await {
        queue(&portal, NewJob::new("hang", json!(null))).await;
        for tries in 1..=MOST_TRIES {
            dies(&portal, tries).await;
            assert_eq!(worker(&portal).run_due().await.unwrap(), 0, "it is still held");
            later(&portal, SignedDuration::from_secs(240 + 15));
        }
        assert_eq!(worker(&portal).run_due().await.unwrap(), 1);
        let [row] = rows(&portal).await.try_into().unwrap();
        assert_eq!((row.state.as_str(), row.tries), ("parked", MOST_TRIES + 1));
        assert_eq!(row.last_error.as_deref(), Some("the program ended each time while it ran"));
    }
}

#[tokio::test]
async fn the_one_server_of_a_sqlite_portal_frees_at_its_start_what_a_dead_one_held() {
    let portal = Portal::sqlite().await;
    queue(&portal, NewJob::new("hang", json!(null))).await;
    dies(&portal, 1).await;
    jobs::plan(portal.db(), portal.app.clock(), &[]).await.unwrap();
    let [row] = rows(&portal).await.try_into().unwrap();
    assert_eq!((row.state.as_str(), row.tries), ("waiting", 1));
    assert_eq!(row.due_at, portal.app.clock().now().as_microsecond());
}

#[tokio::test]
async fn many_workers_never_do_one_job_twice() {
    for portal in both().await {
        let one = worker(&portal);
        let mut tx = portal.db().begin().await.unwrap();
        for number in 0..100 {
            let job = NewJob::new("note", json!(number.to_string()));
            jobs::queue(&mut tx, portal.app.clock(), job).await.unwrap();
        }
        tx.commit().await.unwrap();
        let many =
            (0..4).map(|_| one.clone()).map(|worker| tokio::spawn(async move { worker.run_due().await.unwrap() }));
        let mut counts = Vec::new();
        for running in many.collect::<Vec<_>>() {
            counts.push(running.await.unwrap());
        }
        assert_eq!(counts.iter().sum::<usize>(), 100, "{counts:?}");
        let mut done = one.state.lock().unwrap().clone();
        done.sort();
        done.dedup();
        assert_eq!(done.len(), 100, "on {}", portal.name);
    }
}

#[tokio::test]
async fn what_comes_back_each_day_is_done_once_however_many_plan_it() {
    for portal in both().await {
        let one = worker(&portal);
        for _ in 0..3 {
            jobs::plan(portal.db(), portal.app.clock(), PERIODIC).await.unwrap();
        }
        assert_eq!(one.run_due().await.unwrap(), 0, "it is ten o'clock");
        for day in ["2026-11-23", "2026-11-24"] {
            portal.app.clock().set(format!("{day}T07:00:00Z").parse().unwrap());
            jobs::plan(portal.db(), portal.app.clock(), PERIODIC).await.unwrap();
            assert_eq!(one.run_due().await.unwrap() + worker(&portal).run_due().await.unwrap(), 1, "{day}");
        }
        // A server that was down at seven does it when it comes back; a row left of a failed try is the same row.
        portal.on("2026-11-27");
        jobs::plan(portal.db(), portal.app.clock(), PERIODIC).await.unwrap();
        assert_eq!(one.run_due().await.unwrap(), 1);
        let [row] = rows(&portal).await.try_into().unwrap();
        assert_eq!(Timestamp::from_microsecond(row.due_at).unwrap().to_string(), "2026-11-28T07:00:00Z");
        assert_eq!(*one.state.lock().unwrap(), ["daily"; 3]);
    }
}

#[tokio::test]
async fn what_somebody_waits_for_does_not_stand_behind_the_rest_and_a_stop_gives_back_what_runs() {
    let portal = Portal::sqlite().await;
    let worker = worker(&portal);
    queue(&portal, NewJob::new("hang", json!(null))).await;
    let (stop, stopped) = watch::channel(false);
    let running = Lane::ALL.map(|lane| tokio::spawn(worker.clone().run(lane, stopped.clone())));
    while !rows(&portal).await.iter().any(|row| row.state == "running") {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    queue(&portal, NewJob::new("note", json!("urgent")).lane(Lane::Urgent)).await;
    let soon = async {
        while worker.state.lock().unwrap().is_empty() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(2), soon).await.unwrap();
    stop.send(true).unwrap();
    for lane in running {
        tokio::time::timeout(Duration::from_secs(7), lane).await.unwrap().unwrap();
    }
    let [row] = rows(&portal).await.try_into().unwrap();
    assert_eq!((row.state.as_str(), row.tries), ("waiting", 0), "it does not count as tried");
}

#[test]
fn every_kind_of_the_program_is_named_once_and_what_comes_back_is_one_of_them() {
    let mut names: Vec<_> = work::KINDS.iter().map(Kind::name).collect();
    assert!(work::PERIODIC.iter().all(|periodic| names.contains(&periodic.kind)));
    names.sort_unstable();
    let all = names.len();
    names.dedup();
    assert_eq!(names.len(), all);
}
