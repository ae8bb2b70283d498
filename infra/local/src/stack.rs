//! The stack: everything started and joined together.

use crate::bucket::{self, LocalBucket};
use crate::database::{LocalDatabase, TABLE};
use crate::desks::{DeskFolderError, read_folder};
use crate::faults::Faults;
use crate::front_door::FrontDoor;
use crate::functions;
use crate::gateway::Gateway;
use crate::local_api::LocalApi;
use crate::mailbox::Mailbox;
use crate::requests::Requests;
use crate::roles::Role;
use crate::schedule;
use crate::stream::{Doorbell, Feeder};
use crate::template::{Template, TemplateError};
use docket_cloud::{
    Aws, AwsError, Clock, Cloud, Files, Mail, Metrics, Settings, Store, StoreError,
};
use docket_domain::DeskId;
use docket_notify::Notify;
use docket_store_attachment::StoreAttachment;
use jiff::SignedDuration;
use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio::task::JoinSet;

/// Where the stack finds things.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where it answers; port 0 takes a free one.
    pub listen: SocketAddr,
    /// The folder of its state.
    pub data: PathBuf,
    /// The folder of desk files.
    pub desks: PathBuf,
    /// The template.
    pub template: PathBuf,
    /// How long an attempt to send a mail keeps others from it. Nobody else sends from this folder, so an attempt that was
    /// begun by another process has ended with it: none, but for tests.
    pub send_lease: SignedDuration,
}

/// The stack could not be started.
#[derive(Debug, thiserror::Error)]
pub enum StackError {
    /// The desk files have mistakes.
    #[error(transparent)]
    Desks(#[from] DeskFolderError),
    /// The template cannot be read.
    #[error("the template `{}` cannot be read: {source}", path.display())]
    ReadTemplate {
        /// Where it was looked for.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The template cannot be run on one machine.
    #[error(transparent)]
    Template(#[from] TemplateError),
    /// The template names a binary that is not built in.
    #[error(
        "the template names the binary `{0}`, which the stack on one machine does not know: add it to infra/local/src/functions.rs"
    )]
    Function(String),
    /// The address cannot be listened on.
    #[error("the address cannot be listened on: {0}; choose another with --listen")]
    Listen(std::io::Error),
    /// The data folder cannot be used.
    #[error("the data folder cannot be used: {0}")]
    Data(String),
    /// Another stack uses the data folder.
    #[error("`{}` is in use by another Docket: stop it, or choose another folder with --data", .0.display())]
    InUse(PathBuf),
    /// The table cannot be used.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The embedded services cannot be reached.
    #[error(transparent)]
    Aws(#[from] AwsError),
}

impl StackError {
    pub(crate) fn database(error: impl std::fmt::Display) -> Self {
        Self::Data(error.to_string())
    }
}

/// A running stack. It stops when it is dropped.
#[derive(Debug)]
pub struct Stack {
    address: SocketAddr,
    desks: Vec<DeskId>,
    cloud: Cloud,
    notify: Notify,
    files: Files,
    store_attachment: StoreAttachment,
    roles: BTreeMap<String, Role>,
    tasks: JoinSet<()>,
    /// Held for as long as the stack runs: two stacks on one folder would send each other's mail.
    _lock: std::fs::File,
}

impl Stack {
    /// Starts the stack, and returns when it answers.
    ///
    /// # Errors
    /// See [`StackError`]; each says what to do.
    pub async fn start(config: Config) -> Result<Self, StackError> {
        let desks = read_folder(&config.desks)?;
        let source = std::fs::read_to_string(&config.template).map_err(|source| {
            StackError::ReadTemplate {
                path: config.template.clone(),
                source,
            }
        })?;
        let template = Template::parse(&source)?;
        std::fs::create_dir_all(&config.data).map_err(StackError::database)?;
        let lock = lock(&config.data)?;
        let listener = TcpListener::bind(config.listen)
            .await
            .map_err(StackError::Listen)?;
        let address = listener.local_addr().map_err(StackError::Listen)?;
        let mut tasks = JoinSet::new();

        let database = LocalDatabase::start(&config.data, &template, &mut tasks).await?;
        let mailbox = Mailbox::open(config.data.join("mail")).map_err(StackError::database)?;
        let mail_listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
            .await
            .map_err(StackError::Listen)?;
        let mail_endpoint = mail_listener.local_addr().map_err(StackError::Listen)?;
        let ses = mailbox.clone().ses();
        tasks.spawn(async move {
            let _ = axum::serve(mail_listener, ses).await;
        });

        let faults = Faults::default();
        let bucket = LocalBucket::start(
            &config.data.join("files"),
            address,
            config.listen.port() != 0,
            template.bucket_cors.clone(),
            &template.roles,
            faults.clone(),
            &mut tasks,
        )
        .await?;
        let aws = Aws::local(
            database.endpoint.clone(),
            format!("http://{mail_endpoint}"),
            bucket.endpoint,
        )?;
        let clock_file = config.data.join("clock");
        let cloud = Cloud {
            store: Store::new(aws.dynamodb(), TABLE),
            clock: clock(&clock_file),
            settings: Arc::new(settings(address, &aws, config.send_lease)),
            metrics: Metrics::default(),
        };
        cloud.store.make_signing_secret().await?;
        for file in &desks {
            cloud.store.keep_desk(&file.source).await?;
        }
        let functions = Functions {
            aws,
            cloud: cloud.clone(),
            requests: Requests::default(),
            faults,
            roles: template.roles.clone(),
        };

        let bell = Arc::new(Doorbell::default());
        let (notify_cloud, notify_aws) = functions.cloud_of(functions::STREAM)?;
        let notify = Notify::new(
            notify_cloud,
            Mail::new(notify_aws.ses(), cloud.settings.sender.clone()),
        );
        for source in &template.streams {
            if source.function != functions::STREAM {
                return Err(StackError::Function(source.function.clone()));
            }
            let notify = notify.clone();
            let failed = config.data.join("set-aside.jsonl");
            let feeder = Feeder::new(&database, source.clone(), notify, Arc::clone(&bell), failed)?;
            tasks.spawn(feeder.run());
        }
        let (store_cloud, store_aws) = functions.cloud_of(functions::EVENTS)?;
        let store_files = Files::new(&store_aws, &cloud.settings);
        let store_attachment = StoreAttachment::new(store_cloud, store_files);
        if let Some(rule) = (template.rules.iter()).find(|rule| rule.function != functions::EVENTS)
        {
            return Err(StackError::Function(rule.function.clone()));
        }
        bucket.events.recover(&config.data.join("files"));
        tasks.spawn(bucket.events.clone().run(
            template.rules.clone(),
            store_attachment.clone(),
            Arc::clone(&bell),
            config.data.join("set-aside.jsonl"),
        ));
        let (schedules, asked) = mpsc::channel(1);
        match template.schedules.as_slice() {
            [schedule] if schedule.function == functions::SCHEDULED => {
                let (sweep_cloud, sweep_aws) = functions.cloud_of(functions::SCHEDULED)?;
                let sweep_files = Files::new(&sweep_aws, &cloud.settings);
                tasks.spawn(schedule::run(
                    sweep_cloud,
                    sweep_files,
                    schedule.clone(),
                    Arc::clone(&bell),
                    asked,
                ));
            }
            other => {
                let names = other.iter().map(|schedule| schedule.function.as_str());
                return Err(StackError::Function(names.collect::<Vec<_>>().join(", ")));
            }
        }

        let local = LocalApi {
            mailbox,
            clock: cloud.clock.clone(),
            clock_file,
            requests: functions.requests.clone(),
            table: database.endpoint,
            faults: functions.faults.clone(),
            bell: Arc::clone(&bell),
            events: bucket.events,
            schedules,
        };
        let cloud_of = |function: &str| {
            let (cloud, aws) = functions.cloud_of(function)?;
            let files = Files::new(&aws, &cloud.settings);
            Ok((cloud, files))
        };
        let gateway = Gateway::new(template, cloud.clone(), cloud_of, bell)?;
        let app = local.router().merge(gateway.router());
        tasks.spawn(async move {
            let _ = axum::serve(FrontDoor(listener), app).await;
        });
        Ok(Self {
            address,
            desks: desks.iter().map(|file| file.desk.id.clone()).collect(),
            files: Files::new(&functions.aws, &cloud.settings),
            cloud,
            notify,
            store_attachment,
            roles: functions.roles,
            tasks,
            _lock: lock,
        })
    }

    /// Where it answers.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The desks that it serves.
    #[must_use]
    pub fn desks(&self) -> &[DeskId] {
        &self.desks
    }

    /// What its functions stand on, in no role: for tests that look behind the API.
    #[must_use]
    pub fn cloud(&self) -> &Cloud {
        &self.cloud
    }

    /// The function that its stream is fed to: for tests that deliver a record again.
    #[must_use]
    pub fn notify(&self) -> Notify {
        self.notify.clone()
    }

    /// The function that the bucket's events go to: for tests that deliver one again.
    #[must_use]
    pub fn store_attachment(&self) -> StoreAttachment {
        self.store_attachment.clone()
    }

    /// Its bucket, in no role: for tests that look behind the API.
    #[must_use]
    pub fn files(&self) -> &Files {
        &self.files
    }

    /// What its functions may do, and what of it they have done.
    pub fn roles(&self) -> impl Iterator<Item = &Role> {
        self.roles.values()
    }

    /// Runs until a part of it ends, which none does by itself.
    pub async fn run(&mut self) {
        self.tasks.join_next().await;
    }
}

/// What the functions are made from.
struct Functions {
    aws: Aws,
    cloud: Cloud,
    requests: Requests,
    faults: Faults,
    roles: BTreeMap<String, Role>,
}

impl Functions {
    /// What the function of that binary stands on: the shared cloud, reached in its own role.
    fn cloud_of(&self, function: &str) -> Result<(Cloud, Aws), StackError> {
        let role = self
            .roles
            .get(function)
            .ok_or_else(|| StackError::Function(function.to_owned()))?;
        let aws = self
            .aws
            .clone()
            .signed_by(function, bucket::SECRET)
            .through(|client| self.faults.before(client))
            .observed_by(role.clone())
            .observed_by(self.requests.by(function));
        let cloud = Cloud {
            store: Store::new(aws.dynamodb(), TABLE),
            ..self.cloud.clone()
        };
        Ok((cloud, aws))
    }
}

fn settings(address: SocketAddr, aws: &Aws, send_lease: SignedDuration) -> Settings {
    let uploads = aws.bucket_url(bucket::BUCKET);
    Settings {
        stack: "local".to_owned(),
        table: TABLE.to_owned(),
        site: format!("http://{address}"),
        sender: docket_domain::EmailAddress::local_sender(),
        bucket: bucket::BUCKET.to_owned(),
        downloads: uploads.clone(),
        uploads,
        send_lease,
    }
}

fn clock(file: &Path) -> Clock {
    let clock = Clock::system();
    if let Some(millis) = std::fs::read_to_string(file)
        .ok()
        .and_then(|text| text.trim().parse().ok())
    {
        clock.advance(SignedDuration::from_millis(millis));
    }
    clock
}

fn lock(folder: &Path) -> Result<std::fs::File, StackError> {
    let file = std::fs::File::create(folder.join("lock")).map_err(StackError::database)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(std::fs::TryLockError::WouldBlock) => Err(StackError::InUse(folder.to_owned())),
        Err(std::fs::TryLockError::Error(error)) => Err(StackError::database(error)),
    }
}
