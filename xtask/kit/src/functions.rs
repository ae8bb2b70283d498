//! The names of the functions. Each stands here and nowhere else in Docket's own commands.

/// Declares the functions by their logical IDs in `template.yaml`.
macro_rules! functions {
    ($($(#[$doc:meta])* $name:ident,)*) => {
        /// A function of the stack.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Function {
            $($(#[$doc])* $name,)*
        }

        impl Function {
            /// All functions.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The logical ID in `template.yaml`, such as `SignIn`.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$name => stringify!($name),)*
                }
            }
        }
    };
}

functions! {
    /// Opens a ticket.
    CreateTicket,
    /// Moves a ticket from status to status.
    UpdateStatus,
    /// Makes all other changes of a ticket.
    UpdateTicket,
    /// Answers the API's reads.
    ReadTickets,
    /// Sends links to sign in, and makes sessions of them.
    SignIn,
    /// Keeps profiles, sessions, accounts and companies.
    Accounts,
    /// Says who is on call, and lets them act on the pages that call them.
    Oncall,
    /// Declares, updates and closes incidents, and serves the status page.
    Incidents,
    /// Serves the pages of requesters, and whatever fits no route.
    Portal,
    /// Serves the pages of agents.
    Console,
    /// Signs the requests by which files go up and come down.
    PresignAttachment,
    /// Puts a file that has arrived on its ticket.
    StoreAttachment,
    /// Sends mail about what the table's stream tells.
    Notify,
    /// Hands what is urgent in the table's stream to `Notify`.
    Relay,
    /// Does what is due by the clock.
    Sweep,
}

impl Function {
    /// The crate, which is the function's name in the stack on one machine too, such as `docket-sign-in`.
    pub fn package(self) -> String {
        let mut package = "docket".to_owned();
        for letter in self.name().chars() {
            if letter.is_ascii_uppercase() {
                package.push('-');
            }
            package.push(letter.to_ascii_lowercase());
        }
        package
    }

    /// The logical ID of the function's role in `template.yaml`.
    pub fn role(self) -> String {
        format!("{}Role", self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::root;

    #[test]
    fn each_function_is_in_the_template_and_in_a_crate_of_its_own() {
        let template = std::fs::read_to_string(root().join("template.yaml")).unwrap();
        let workspace = std::fs::read_to_string(root().join("Cargo.toml")).unwrap();
        for function in Function::ALL {
            for wanted in [function.name().to_owned(), function.role()] {
                assert!(template.contains(&format!("\n  {wanted}:\n")), "{wanted}");
            }
            let package = function.package();
            assert!(workspace.contains(&format!("\n{package} = ")), "{package}");
        }
        let functions = template.matches("AWS::Serverless::Function\n").count();
        assert_eq!(functions, Function::ALL.len());
    }
}
