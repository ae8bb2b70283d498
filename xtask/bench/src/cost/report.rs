//! The page about what a month costs.

use super::prices::{Price, Prices};
use super::usage::{
    ANSWER_KB, BUCKET_MS, CHANGES, COMMENTS, DOWNLOADS, EVENTS, FILE_EVENTS, FILE_MB, FILE_READS,
    FILE_WRITES, INVOCATION_LOG_KB, LOOKS, MAIL_MS, MEMORY_MB, MONTHS, PROCESSOR_MB, QUEUES, READS,
    REQUEST_LOG_KB, SWEEPS, Size, TABLE_MS, TICKET_KB, Usage,
};
use super::worst::{DESKS, FILES_GB, MILLISECONDS, TICKETS};
use crate::figures::count;
use crate::table::table;

/// Writes the whole page.
pub(crate) fn markdown(
    prices: &Prices,
    idle: &Usage,
    months: &[(Size, Usage)],
    worst: &Usage,
) -> String {
    let region = &prices.region;
    let [listed, charged] = totals(prices, idle);
    let none = vec!["none".to_owned(), listed, "–".to_owned(), charged];
    let sizes = months
        .iter()
        .map(|(size, usage)| summary(prices, *size, usage));
    let summary = table(
        &[
            "Tickets a month",
            "list price",
            "for each ticket",
            "less free usage",
        ],
        std::iter::once(none).chain(sizes),
    );
    let tables = months.iter().map(|(size, usage)| {
        let heading = format!("## {} tickets a month", whole(size.tickets));
        format!("{heading}\n\n{}\n", month(prices, usage))
    });
    let tables: String = tables.collect();
    let starts: Vec<String> = months
        .iter()
        .map(|(size, _)| format!("{} at {}", size.starts, whole(size.tickets)))
        .collect();
    let starts = starts.join(", ");
    let sweeps = whole(SWEEPS);
    let processor = whole(PROCESSOR_MB);
    let idle = month(prices, idle);
    let worst = month(prices, worst);
    let (tickets, desks) = (whole(TICKETS), whole(DESKS));
    let sources = table(
        &[
            "What",
            "dollars",
            "for",
            "free each month",
            "as of",
            "source",
        ],
        prices.prices.iter().map(source),
    );
    format!(
        "# What it costs

`cargo xtask bench --only cost` writes this page from the prices in `docs/prices.json` and the
measured figures in `docs/figures.json`. The prices are AWS's list prices in {region}, in US
dollars, without tax. The last table names the month of each price. Nothing fetches prices: look
them up before you rely on them. “Free” is what an account has free each month for ever, if nothing
else in the account uses it. What is free only in the first year is left out.

{summary}
## Assumptions

- A ticket is opened with some 300 characters. It gets {COMMENTS} comments and {CHANGES} changes of status, and the
  clock closes it. It is read {READS} times, half of them as a page. For each ticket {QUEUES} pages of a queue
  are read.
- Each of these {EVENTS} events is one mail and two invocations of `notify`: one sends it, one keeps what SES reports of it. SES
  sends an event of each to EventBridge, which is reckoned as the events of S3 below. With many tickets an
  invocation takes up to 50 events and costs less.
- Every third ticket has one file of {FILE_MB} MB from its requester, in one piece. No mail tells of it.
  The page asks {LOOKS} times until the file is there. The file is downloaded {DOWNLOADS} times through
  CloudFront and is kept as long as its ticket. GuardDuty scans it once and tags it.
- For each file S3 gets {FILE_WRITES} requests that write and {FILE_READS} that read, beside the downloads. GuardDuty's
  requests are among them. S3 sends {FILE_EVENTS} events to EventBridge. The price list can be read so that
  they are free; here they cost something. Files in parts, cancelled files and files that are set
  aside are left out.
- There are {sweeps} sweeps a month, one each minute. A sweep is never a cold start. Of a hundred
  other invocations these are cold starts: {starts}.
- A function has {MEMORY_MB} MB, and so {MEMORY_MB}/{processor} of a processor. It takes the measured processor
  time that many times longer. It also waits {TABLE_MS} ms for each request to the table, {BUCKET_MS} ms for each
  request to S3 and {MAIL_MS} ms for each mail. An arm64 processor is taken to be as fast as the one that
  was measured.
- A ticket takes {TICKET_KB} KB with its indexes and is kept for {MONTHS} months. The tables show the month in
  which the first tickets are removed. Backups hold as much.
- An answer has {ANSWER_KB} KB. An invocation logs {INVOCATION_LOG_KB} KB, and the gateway {REQUEST_LOG_KB} KB for each request.
- Left out are the queue `SetAside` and the topic of the alarms, which are mostly empty; logs that
  are kept; and requests for the key that encrypts the table. These are a few ten thousand a
  month at most, of which 20,000 are free. The rest costs cents.

## Idle

A stack that nobody uses sweeps each minute, and its alarms watch it. Nothing else in it costs
anything.

{idle}
{tables}## The worst hour of an attack

What strangers can cost in an hour, if they reach every limit at once: the gateway's rate for each
route, `MaxReads`, and at each of {desks} desks {tickets} tickets and {FILES_GB} GB of files, which are limits for
a day. An invocation takes {MILLISECONDS} ms. The table may write twice as much as this, so the desk's people
can work meanwhile. [OPERATIONS.md](OPERATIONS.md) says what to do in such an hour.

{worst}
Not in it is what S3 and CloudFront send: whoever may download a file can do so again and again for
the 15 minutes for which its address works. The parameter `MonthlyBudget` tells of it.

## The prices

{sources}"
    )
}

fn summary(prices: &Prices, size: Size, usage: &Usage) -> Vec<String> {
    let [listed, charged] = totals(prices, usage);
    let listed_sum: f64 = prices.prices.iter().map(|price| price.listed(usage)).sum();
    let cents = format!("{:.3} ¢", listed_sum / size.tickets * 100.0);
    vec![whole(size.tickets), listed, cents, charged]
}

fn totals(prices: &Prices, usage: &Usage) -> [String; 2] {
    let prices = &prices.prices;
    [
        dollars(prices.iter().map(|price| price.listed(usage)).sum()),
        dollars(prices.iter().map(|price| price.charged(usage)).sum()),
    ]
}

/// The table of a month.
fn month(prices: &Prices, usage: &Usage) -> String {
    let used = prices.prices.iter().filter(|price| price.used(usage) > 0.0);
    let rows = used.map(|price| {
        vec![
            price.what.clone(),
            amount(price.used(usage)),
            dollars(price.listed(usage)),
            dollars(price.charged(usage)),
        ]
    });
    let [listed, charged] = totals(prices, usage);
    let all = vec!["Total".to_owned(), String::new(), listed, charged];
    let head = ["What", "used", "list price", "less free usage"];
    table(&head, rows.chain([all]))
}

fn source(price: &Price) -> Vec<String> {
    vec![
        price.what.clone(),
        price.dollars.to_string(),
        whole(price.per),
        whole(price.free),
        price.as_of.clone(),
        format!("<{}>", price.source),
    ]
}

/// `$1,234` or `$1.23`.
fn dollars(amount: f64) -> String {
    match amount {
        ..=0.0 => "$0".to_owned(),
        ..0.005 => "< $0.01".to_owned(),
        ..100.0 => format!("${amount:.2}"),
        _ => format!("${}", whole(amount)),
    }
}

/// `1,234` or `1.23`.
fn amount(amount: f64) -> String {
    if amount < 100.0 && amount.fract() > 0.0 {
        format!("{amount:.2}")
    } else {
        whole(amount)
    }
}

fn whole(number: f64) -> String {
    count(number.round() as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_sums_are_not_nothing() {
        let sums = [0.0, 0.001, 0.5, 12.345, 1_234.5].map(dollars);
        assert_eq!(sums, ["$0", "< $0.01", "$0.50", "$12.35", "$1,235"]);
        assert_eq!([0.25, 12.0, 1_234.5].map(amount), ["0.25", "12", "1,235"]);
    }
}
