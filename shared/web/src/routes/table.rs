//! The table of routes.

use docket_domain::access::Action;
use http::Method;

/// A route: one method on one path.
#[derive(Debug)]
pub struct Route {
    /// The route's name in code.
    pub id: RouteId,
    /// The method. Where it is GET, the portal answers HEAD as well.
    pub method: Method,
    /// The path. A part in braces stands for any text.
    pub path: &'static str,
    /// The binary of the function that answers.
    pub function: &'static str,
    /// The action that the caller has to be allowed. A request that carries more, such as an internal
    /// note, is checked for that as well.
    pub action: Action,
}

macro_rules! routes {
    ($($function:literal { $($id:ident $method:ident $path:literal $action:ident,)+ })+) => {
        /// The name of a route.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum RouteId {
            $($(
                #[doc = concat!("`", stringify!($method), " ", $path, "`")]
                $id,
            )+)+
        }

        /// All routes, by their functions.
        pub const ROUTES: &[Route] = &[$($(
            Route {
                id: RouteId::$id,
                method: Method::$method,
                path: $path,
                function: $function,
                action: Action::$action,
            },
        )+)+];
    };
}

routes! {
    "docket-create-ticket" {
        OpenTicket POST "/api/desks/{desk}/tickets" OpenTicket,
    }
    "docket-update-status" {
        ChangeStatus POST "/api/desks/{desk}/tickets/{id}/status" ChangeStatus,
    }
    "docket-update-ticket" {
        Comment POST "/api/desks/{desk}/tickets/{id}/comments" Comment,
    }
    "docket-presign-attachment" {
        DeclareFile POST "/api/desks/{desk}/tickets/{id}/attachments" AttachFile,
        CompleteUpload POST "/api/desks/{desk}/tickets/{id}/attachments/{file}/complete" FinishUpload,
        CancelUpload DELETE "/api/desks/{desk}/tickets/{id}/attachments/{file}" FinishUpload,
        Download GET "/api/desks/{desk}/tickets/{id}/attachments/{file}" DownloadFile,
    }
    "docket-read-tickets" {
        Desk GET "/api/desks/{desk}" SeeDesk,
        Queue GET "/api/desks/{desk}/tickets" ListTickets,
        Ticket GET "/api/desks/{desk}/tickets/{id}" SeeTicket,
        Timeline GET "/api/desks/{desk}/tickets/{id}/timeline" SeeTicket,
    }
    "docket-sign-in" {
        AskForLink POST "/api/desks/{desk}/sign-in" SignIn,
        BeginSession POST "/api/desks/{desk}/session" SignIn,
        EndSession DELETE "/api/desks/{desk}/session" SignOut,
        SignOut POST "/api/desks/{desk}/sign-out" SignOut,
    }
    "docket-portal" {
        Front GET "/" SeeSite,
        Script GET "/upload.js" SeeSite,
        TopicsPage GET "/{desk}" SeeDesk,
        FormPage GET "/{desk}/new" OpenTicket,
        TicketsPage GET "/{desk}/tickets" ListTickets,
        SignInPage GET "/{desk}/sign-in" SignIn,
        EntryPage GET "/{desk}/{page}" OpenTicket,
        TicketPage GET "/{desk}/tickets/{id}" SeeTicket,
    }
    "docket-console" {
        QueuePage GET "/{desk}/console" ListTickets,
        ConsoleTicketPage GET "/{desk}/console/tickets/{id}" SeeInternal,
    }
}
