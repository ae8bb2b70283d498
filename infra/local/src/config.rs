//! The settings of a stack.

use crate::mailbox::MailServer;
use docket_cloud::http::AllowedNetwork;
use docket_domain::EmailAddress;
use jiff::SignedDuration;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

/// The settings to start a stack with, beside its functions.
#[derive(Debug, Clone)]
pub struct Config {
    /// The address to listen on. Port 0 takes a free port.
    pub listen: SocketAddr,
    /// The data folder of the stack.
    pub data: PathBuf,
    /// The desks to store before the stack answers, each as the text of its file.
    pub desks: Vec<String>,
    /// The path of the template.
    pub template: PathBuf,
    /// The time after which an unfinished attempt to send a mail may be repeated. No other process
    /// sends from this folder, so an unfinished attempt has ended with its process. It is zero,
    /// except in tests.
    pub send_lease: SignedDuration,
    /// The mails that the stand-in for SES takes in a second, as it tells. It takes more than anybody sends,
    /// except in tests.
    pub mails_per_second: u32,
    /// The mail server that mails leave by. Without one they land in the mailbox.
    pub mail_server: Option<MailServer>,
    /// The address that mails come from, if it is another one than the mailbox's.
    pub sender: Option<EmailAddress>,
    /// The address of the site for people, without a slash at the end: links in mails begin with it. Without one, it is where the stack
    /// listens.
    pub site: Option<String>,
    /// Whether the front page lists the desks, as the template's parameter `FrontPage`.
    pub front_page: bool,
    /// The networks that calls may go to, though they are not public, as the template's parameter `AllowedNetworks`.
    pub allowed_networks: Vec<AllowedNetwork>,
    /// How long a client may take to send a request.
    pub client_patience: Duration,
}
