//! A real browser: Chromium, driven through ChromeDriver by the WebDriver protocol.

use crate::support::Folder;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How long anything may take: the machine may be busy with other tests.
const PATIENCE: Duration = Duration::from_secs(60);

/// The Tab key, as WebDriver calls it.
pub(crate) const TAB: char = '\u{E004}';
/// The Enter key.
pub(crate) const ENTER: char = '\u{E007}';

/// A browser with one empty tab. It ends with the test.
pub(crate) struct Browser {
    http: reqwest::Client,
    /// The session's address at the driver.
    session: String,
    driver: Child,
    _profile: Folder,
}

impl Browser {
    pub(crate) async fn start() -> Self {
        Self::start_with(&json!({})).await
    }

    /// A browser that runs no script of any page.
    pub(crate) async fn start_without_scripts() -> Self {
        Self::start_with(&json!({ "profile.managed_default_content_settings.javascript": 2 })).await
    }

    async fn start_with(settings: &Value) -> Self {
        let mut driver = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .spawn()
            .expect("this needs Chromium and ChromeDriver: on Debian, the packages chromium and chromium-driver");
        let mut lines = BufReader::new(driver.stdout.take().unwrap()).lines();
        let port: u16 = loop {
            let line = lines.next().unwrap().unwrap();
            if let Some((_, port)) = line.split_once("started successfully on port ") {
                break port.trim_end_matches('.').parse().unwrap();
            }
        };
        // Whatever else it says is read, so that it never waits to say it.
        std::thread::spawn(move || lines.for_each(drop));
        let profile = Folder::new();
        let arguments = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--window-size=1000,1400",
            &format!("--user-data-dir={}", profile.path().display()),
        ];
        let http = reqwest::Client::new();
        let wanted = json!({ "capabilities": { "alwaysMatch": {
            "goog:chromeOptions": { "args": arguments, "prefs": settings },
            "timeouts": { "script": 60_000 },
        } } });
        let made = http
            .post(format!("http://127.0.0.1:{port}/session"))
            .json(&wanted)
            .send()
            .await
            .unwrap();
        let made: Value = made.json().await.unwrap();
        let id = made["value"]["sessionId"]
            .as_str()
            .unwrap_or_else(|| panic!("{made}"));
        Self {
            http,
            session: format!("http://127.0.0.1:{port}/session/{id}"),
            driver,
            _profile: profile,
        }
    }

    async fn ask(&self, command: &str, body: &Value) -> Value {
        let sent = self
            .http
            .post(format!("{}/{command}", self.session))
            .json(body)
            .send();
        let answer: Value = sent.await.unwrap().json().await.unwrap();
        let value = &answer["value"];
        assert!(value.get("error").is_none(), "{command}: {value}");
        value.clone()
    }

    pub(crate) async fn open(&self, url: &str) {
        self.ask("url", &json!({ "url": url })).await;
    }

    /// What the script returns, on the page that is open.
    pub(crate) async fn run(&self, script: &str, arguments: Value) -> Value {
        self.ask(
            "execute/sync",
            &json!({ "script": script, "args": arguments }),
        )
        .await
    }

    /// Waits until the script returns something that is true, and returns it. There is no clock to move in a browser.
    pub(crate) async fn wait_for(&self, script: &str) -> Value {
        let began = Instant::now();
        loop {
            let value = self.run(script, json!([])).await;
            if !matches!(value, Value::Null | Value::Bool(false)) {
                return value;
            }
            if began.elapsed() > PATIENCE {
                let page = self.run("return document.body.innerText", json!([])).await;
                panic!("never: {script}\non the page: {page}");
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Gives a command of Chrome's DevTools protocol.
    async fn cdp(&self, command: &str, parameters: Value) -> Value {
        let body = json!({ "cmd": command, "params": parameters });
        let answer = self.ask("goog/cdp/execute", &body).await;
        assert!(answer.get("error").is_none(), "{answer}");
        answer
    }

    /// Forgets the files that it has kept.
    pub(crate) async fn forget_files(&self) {
        self.cdp("Network.clearBrowserCache", json!({})).await;
    }

    /// Takes a picture of the whole page, as a WebP file.
    pub(crate) async fn picture(&self) -> Vec<u8> {
        let how = json!({ "format": "webp", "quality": 70, "captureBeyondViewport": true });
        let answer = self.cdp("Page.captureScreenshot", how).await;
        STANDARD.decode(answer["data"].as_str().unwrap()).unwrap()
    }

    /// Makes the window that wide.
    pub(crate) async fn width(&self, width: u32) {
        let size =
            json!({ "width": width, "height": 800, "deviceScaleFactor": 1, "mobile": width < 600 });
        self.cdp("Emulation.setDeviceMetricsOverride", size).await;
    }

    /// Has pages in that scheme of colours: `light` or `dark`.
    pub(crate) async fn scheme(&self, scheme: &str) {
        let media = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
        self.cdp("Emulation.setEmulatedMedia", media).await;
    }

    /// From now on no more than that many bytes a second go out; with 0, nothing goes at all.
    pub(crate) async fn network(&self, bytes_a_second: u32) {
        let conditions = json!({ "network_conditions": {
            "offline": bytes_a_second == 0,
            "latency": 0,
            "download_throughput": bytes_a_second,
            "upload_throughput": bytes_a_second,
        } });
        self.ask("chromium/network_conditions", &conditions).await;
    }

    /// Presses the keys of a keyboard, one after the other, on whatever has the focus. [`TAB`] and [`ENTER`] are keys.
    pub(crate) async fn type_keys(&self, keys: &str) {
        let press = |key: char| {
            [
                json!({ "type": "keyDown", "value": key }),
                json!({ "type": "keyUp", "value": key }),
            ]
        };
        let keys: Vec<Value> = keys.chars().flat_map(press).collect();
        let body = json!({ "actions": [{ "type": "key", "id": "keyboard", "actions": keys }] });
        self.ask("actions", &body).await;
    }

    /// Presses the Tab key until an element has the focus that fits the selector.
    pub(crate) async fn tab_to(&self, selector: &str) {
        let is_there = "return document.activeElement.matches(arguments[0])";
        for _ in 0..60 {
            if self.run(is_there, json!([selector])).await == true {
                return;
            }
            self.type_keys(&TAB.to_string()).await;
        }
        panic!("the Tab key does not lead to {selector}");
    }

    /// Types into the field with that name, or chooses what has that value.
    pub(crate) async fn fill(&self, name: &str, text: &str) {
        let script = "const [name, text] = arguments;
            const fields = [...document.getElementsByName(name)];
            const choice = fields.find((field) => field.type === 'radio' && field.value === text);
            if (choice) choice.checked = true;
            else fields[0].value = text;
            (choice ?? fields[0]).dispatchEvent(new Event('input', { bubbles: true }));
            return true";
        self.run(script, json!([name, text])).await;
    }

    /// Drops files on the page: pairs of a name and a type, with as many bytes as told.
    pub(crate) async fn drop_files(&self, files: &[(&str, &str, &str, usize)]) {
        let script = "const carried = new DataTransfer();
            for (const [name, type, begin, length] of arguments[0]) {
              const bytes = new Uint8Array(length);
              for (let at = 0; at < length; at += 65536) crypto.getRandomValues(bytes.subarray(at, Math.min(at + 65536, length)));
              bytes.set(Uint8Array.from(atob(begin), (c) => c.charCodeAt(0)).subarray(0, length));
              carried.items.add(new File([bytes], name, { type }));
            }
            const drop = new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: carried });
            document.querySelector('main').dispatchEvent(drop);
            return drop.defaultPrevented";
        let taken = self.run(script, json!([files])).await;
        assert_eq!(taken, true, "the page takes what is dropped on it");
    }

    /// Presses the form's button.
    pub(crate) async fn press(&self, selector: &str) {
        let script = "document.querySelector(arguments[0]).click(); return true";
        self.run(script, json!([selector])).await;
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // The driver ends its browser when it is asked to quit; a signal would leave that behind.
        let session = self.session.clone();
        let quit = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build();
            runtime.unwrap().block_on(async {
                let _ = reqwest::Client::new().delete(session).send().await;
            });
        });
        let _ = quit.join();
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}
