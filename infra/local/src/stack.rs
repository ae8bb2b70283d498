//! Starts all parts of the stack and connects them.

use crate::backup::Backup;
use crate::between::{Between, Direct};
use crate::bucket::Place;
use crate::clock::KeptClock;
use crate::cloud;
use crate::config::Config;
use crate::control::{
    self, AccountControl, AsideControl, DeskControl, DoctorControl, KeyControl, backup_routes,
    notices_routes, on_call_routes, secrets_routes, test_call_routes,
};
use crate::cors::Cors;
use crate::data_folder::DataFolder;
use crate::database::LocalDatabase;
use crate::error::StackError;
use crate::function::Function;
use crate::functions::Functions;
use crate::gateway::{self, Gateway, Routes};
use crate::guard::Guard;
use crate::local_api::{self, LocalApi};
use crate::roles::Role;
use crate::running::Running;
use crate::services::Services;
use crate::template::Template;
use crate::triggers::{Aside, Triggers};
use crate::upgrade;
use docket_cloud::{Cloud, Files};
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

/// A running stack. It stops when it is dropped, which takes until its table is closed.
pub struct Stack {
    address: SocketAddr,
    cloud: Cloud,
    files: Files,
    guard: Guard,
    running: Running,
    tasks: JoinSet<()>,
    database: LocalDatabase,
}

impl Drop for Stack {
    fn drop(&mut self) {
        self.tasks.abort_all();
        self.database.close();
    }
}

impl Stack {
    /// Starts the stack. Returns when it is ready to answer.
    ///
    /// # Errors
    /// See [`StackError`]. Each error says what to do.
    pub async fn start(config: Config, functions: Functions) -> Result<Self, StackError> {
        Self::start_through(config, functions, Direct).await
    }

    /// Starts the stack with `between` placed between the functions and the services.
    ///
    /// # Errors
    /// See [`StackError`]. Each error says what to do.
    pub async fn start_through(
        config: Config,
        functions: Functions,
        between: impl Between,
    ) -> Result<Self, StackError> {
        let folder = config.data.clone();
        let started = Self::start_in_folder(config, functions, between).await;
        started.map_err(|error| error.in_folder(&folder))
    }

    async fn start_in_folder(
        config: Config,
        functions: Functions,
        between: impl Between,
    ) -> Result<Self, StackError> {
        let template = Template::read(&config.template)?;
        let data = DataFolder::open(&config.data)?;
        let format = upgrade::check(&data)?;
        let listener = TcpListener::bind(config.listen)
            .await
            .map_err(StackError::Listen)?;
        let address = listener.local_addr().map_err(StackError::Listen)?;
        let mut tasks = JoinSet::new();

        let clock = KeptClock::open(data.join("clock"));
        let triggers = Triggers::new(&template, clock.clock.clone(), data.join("handed-over"));
        let (bell, bus) = (Arc::clone(&triggers.bell), triggers.bus.clone());
        let guard = Guard::new(&template, between);
        let place = Place {
            folder: data.join("files"),
            stack: address,
            fixed: config.listen.port() != 0,
            patience: config.client_patience,
        };
        let services = Services::start(
            &template, &data, place, &guard, &triggers, &config, &mut tasks,
        )
        .await?;
        let settings = cloud::settings(address, &services.aws, &config);
        let cloud =
            cloud::prepared(&services.aws, clock.clock.clone(), settings, &config.desks).await?;
        upgrade::upgrade(&data, format, &services.database, &cloud.store).await?;
        let running = Running::start(&functions, &guard, &services.aws, &cloud)?;

        let aside = Aside::new(data.join("set-aside"));
        aside
            .take_over(&data.join("set-aside.jsonl"))
            .map_err(StackError::data)?;
        let handed_over = triggers.handed_over.clone();
        let schedules = triggers.start(&running, &services.database, &aside, &mut tasks)?;
        services.bucket.recover();
        handed_over.recover().map_err(StackError::data)?;
        let control = DeskControl {
            store: cloud.store.clone(),
            functions: running.stores.clone(),
            clock: cloud.clock.clone(),
        };
        let keys = KeyControl {
            store: cloud.store.clone(),
            functions: running.stores.clone(),
            clock: cloud.clock.clone(),
        };
        let commands = control.routes().merge(keys.routes());
        let accounts = AccountControl {
            store: cloud.store.clone(),
            clock: cloud.clock.clone(),
        };
        let commands = commands.merge(accounts.routes());
        let set_aside = AsideControl {
            store: cloud.store.clone(),
            aside,
            running: running.clone(),
        };
        let commands = commands.merge(set_aside.routes());
        let doctor = DoctorControl {
            store: cloud.store.clone(),
            data: data.clone(),
            clock: cloud.clock.clone(),
        };
        let commands = commands.merge(doctor.routes());
        let backup = Backup {
            data: data.clone(),
            bell: Arc::clone(&bell),
            bucket: services.bucket.keeper.clone(),
        };
        let commands = commands.merge(backup_routes(backup));
        let commands = commands.merge(notices_routes(cloud.clone()));
        let commands = commands.merge(on_call_routes(cloud.clone()));
        let commands = commands.merge(secrets_routes(cloud.clone()));
        let commands = commands.merge(test_call_routes(cloud.clone()));
        control::serve(&data, commands, &mut tasks);
        let gateway = Gateway {
            cors: Cors::new(&template.api_cors),
            routes: Routes::new(template, &running)?,
            cloud: cloud.clone(),
            bell: Arc::clone(&bell),
            patience: config.client_patience,
        };
        let local = LocalApi {
            mailbox: services.mailbox,
            messages: services.messages,
            clock,
            bell,
            bus,
            schedules,
        };
        let more = guard.between.routes(&services.database);
        let app = local_api::routes(local, more).merge(gateway.router());
        tasks.spawn(gateway::serve(listener, app, config.client_patience));
        Ok(Self {
            address,
            files: Files::new(&services.aws, &cloud.settings),
            cloud,
            guard,
            running,
            tasks,
            database: services.database,
        })
    }

    /// Returns the stack's address.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Returns the cloud of the functions, without a role, for tests that look behind the API.
    #[must_use]
    pub fn cloud(&self) -> &Cloud {
        &self.cloud
    }

    /// Returns the bucket, without a role, for tests that look behind the API.
    #[must_use]
    pub fn files(&self) -> &Files {
        &self.files
    }

    /// Returns the roles of the functions, each with its unused permissions.
    pub fn roles(&self) -> impl Iterator<Item = &Role> {
        self.guard.roles.values()
    }

    /// Returns the function with this binary, for tests that repeat an event.
    #[must_use]
    pub fn function(&self, binary: &str) -> Option<Function> {
        self.running.function(binary).ok().cloned()
    }

    /// Runs until a part of the stack ends. No part ends by itself.
    pub async fn run(&mut self) {
        self.tasks.join_next().await;
    }
}

impl std::fmt::Debug for Stack {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Stack").field(&self.address).finish()
    }
}
