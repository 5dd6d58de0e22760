//! A real PostgreSQL for the tests: started once, on a free port, without fsync, ended with the process.

use std::io::Read;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use database::Location;

static SERVER: OnceLock<String> = OnceLock::new();
static NUMBER: AtomicU32 = AtomicU32::new(0);

/// A new, empty database.
pub async fn new_database() -> Location {
    let server = tokio::task::spawn_blocking(|| SERVER.get_or_init(start)).await.unwrap();
    let number = NUMBER.fetch_add(1, Ordering::SeqCst);
    // Opening it creates it.
    Location::from_address(&format!("{server}/test_{number}")).unwrap()
}

/// PostgreSQL refuses to run as root: as root it runs as the user `postgres` or `nobody`. It dies with this process.
fn start() -> String {
    let root = std::env::temp_dir().join(format!("exemplar-postgres-{}", std::process::id()));
    std::fs::create_dir_all(&root).unwrap();
    std::fs::set_permissions(&root, std::fs::Permissions::from_mode(0o777)).unwrap();
    removed_at_the_end(&root);
    let data = root.join("data");
    let initdb = binary("initdb");
    let options = ["--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C", "--no-sync", "-D"];
    let done = as_user(&initdb).args(options).arg(&data).stdout(Stdio::null()).stderr(Stdio::piped()).output().unwrap();
    assert!(done.status.success(), "initdb failed: {}", String::from_utf8_lossy(&done.stderr));
    let port = free_port();
    let (address, settings) = (format!("postgres://postgres@127.0.0.1:{port}"), ["fsync=off", "max_connections=300"]);
    // The signal at a parent's death is tied to the thread that started the child: this one never ends.
    std::thread::spawn(move || {
        let mut command = as_user(&binary("postgres"));
        command.args(["-h", "127.0.0.1", "-p", &port.to_string(), "-k", ""]).arg("-D").arg(&data);
        for setting in settings {
            command.args(["-c", setting]);
        }
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let mut log = String::new();
        let _ = child.stderr.take().unwrap().read_to_string(&mut log);
        let _ = child.wait();
    });
    wait_for(port);
    address
}

/// Leaves somebody behind who waits for this process to end, however it ends, and removes its folder.
fn removed_at_the_end(root: &Path) {
    let waits = "(tail --pid=\"$0\" -f /dev/null; sleep 1; rm -rf \"$1\") &";
    let mut command = Command::new("sh");
    command.args(["-c", waits, &std::process::id().to_string()]).arg(root).current_dir("/");
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status().unwrap();
}

fn as_user(program: &PathBuf) -> Command {
    let mut command = Command::new("setpriv");
    if std::fs::metadata("/proc/self").is_ok_and(|me| std::os::unix::fs::MetadataExt::uid(&me) == 0) {
        let user = if user_exists("postgres") { "postgres" } else { "nobody" };
        command.args(["--reuid", user, "--clear-groups"]);
    }
    command.args(["--pdeathsig", "KILL"]).arg(program).current_dir("/");
    command
}

fn user_exists(name: &str) -> bool {
    std::fs::read_to_string("/etc/passwd")
        .is_ok_and(|users| users.lines().any(|line| line.starts_with(&format!("{name}:"))))
}

fn binary(name: &str) -> PathBuf {
    let mut found: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .map(|version| version.path().join("bin").join(name))
        .filter(|path| path.exists())
        .collect();
    found.sort();
    found.pop().unwrap_or_else(|| PathBuf::from("/usr/local/bin").join(name))
}

fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

fn wait_for(port: u16) {
    let began = Instant::now();
    while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
        assert!(began.elapsed() < Duration::from_secs(30), "PostgreSQL did not start");
        std::thread::sleep(Duration::from_millis(50));
    }
    std::thread::sleep(Duration::from_millis(200));
}
