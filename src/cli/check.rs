//! `gen check`: everything that is wrong or weak, before a reader sees it.

use super::args::{CheckArguments, CheckProfile, Common, Format};
use super::report::{counted, result, talk};
use super::root::{self, Root};
use super::{Exit, build, changes, explain, external, fix, settle_sorted};
use crate::check::{Baseline, Policy};
use crate::compare::Comparison;
use crate::config::Check;
use crate::diag::{Code, Diagnostic, Profile, Severity};
use crate::links::ASKED;
use crate::pipeline::{self, Overrides, Site};
use crate::world::writer;

pub(super) fn run(common: &Common, arguments: &CheckArguments) -> Exit {
    if let Some(Err(exit)) = arguments.since.as_deref().map(changes::named) {
        return exit;
    }
    let (root, today, own) =
        match root::find(common).and_then(|root| Ok((root, build::day(arguments.today.as_deref())?, levels(arguments)?))) {
            Ok(found) => found,
            Err(exit) => return exit,
        };
    if arguments.dry_run && common.message_format == Format::Sarif {
        talk("error: SARIF holds no differences\n  leave out `--message-format sarif`, or `--dry-run`");
        return Exit::Usage;
    }
    let overrides = Overrides { config: Some(root.config.clone()), today, drafts: arguments.drafts, ..Overrides::default() };
    let look = || {
        let (site, mut planned) = pipeline::plan(&root.world, &overrides);
        // What cannot be built cannot be compared either; its errors are told.
        if let Some(since) = arguments.since.as_deref().filter(|_| !planned.has_errors()) {
            let Comparison { unannounced, deadlocks, .. } = changes::compared(&root, &site, since, overrides.clone())?;
            planned.extend(unannounced.into_iter().chain(deadlocks));
        }
        let policy = policy(arguments, &site.config.check, &own);
        let (elsewhere, remembered) = if arguments.external { external::ask(common, &root, &site) } else { (None, Exit::Fine) };
        let not_asked = if elsewhere.is_some() { &[][..] } else { &ASKED[..] };
        let problems = pipeline::check(&site, planned, elsewhere, &policy);
        Ok((site, policy, problems, not_asked, remembered))
    };
    let (mut site, mut policy, mut problems, mut not_asked, mut remembered) = match look() {
        Ok(looked) => looked,
        Err(exit) => return exit,
    };
    if arguments.fix {
        let exit = fix::run(common, &root, &problems, &site.sources, arguments.dry_run);
        if arguments.dry_run || exit != Exit::Fine {
            return exit;
        }
        // What is left is told of the files as they are now.
        (site, policy, problems, not_asked, remembered) = match look() {
            Ok(looked) => looked,
            Err(exit) => return exit,
        };
    }
    if arguments.write_baseline {
        return write_baseline(common, &root, &site, &problems);
    }
    let rest = pipeline::without_debt(&root.world, &site, problems, &policy, not_asked);
    let exit = settle_sorted(common, &rest.new, &site.sources).max(remembered);
    if !common.quiet && common.talks() {
        let known = if rest.known == 0 { String::new() } else { format!("; {} of the baseline", counted(rest.known, "known problem")) };
        if rest.new.is_empty() {
            result(&format!("nothing to report{known}"));
        } else if rest.known > 0 {
            talk(&format!("left out{known}").replacen("; ", " ", 1));
        }
    }
    exit
}

/// Keeps what was found, so that only what is new is told from now on. What makes a page wrong is told now.
fn write_baseline(common: &Common, root: &Root, site: &Site, problems: &[Diagnostic]) -> Exit {
    let Some((path, _)) = &site.config.check.baseline else {
        talk("error: gen.toml names no file for the baseline\n  add `baseline = \"check-baseline.jsonl\"` under `[check]`");
        return Exit::Usage;
    };
    let baseline = Baseline::of(problems, &site.sources);
    if let Err(failed) = writer::save(&root.folder.join(path), baseline.text().as_bytes()) {
        talk(&format!("error: `{path}` cannot be written: {}", failed.error));
        return Exit::Machine;
    }
    if !common.quiet && common.talks() {
        result(&format!("{} kept in {path}", counted(baseline.len(), "known problem")));
    }
    let wrong: Vec<Diagnostic> = problems.iter().filter(|problem| problem.code.fixed).cloned().collect();
    settle_sorted(common, &wrong, &site.sources)
}

/// What the site asks of itself, and what the command line asks over it.
fn policy(arguments: &CheckArguments, settings: &Check, own: &[(&'static Code, Option<Severity>)]) -> Policy {
    let asked = arguments.profile.map(|profile| match profile {
        CheckProfile::Draft => Profile::Draft,
        CheckProfile::Publish => Profile::Publish,
        CheckProfile::Strict => Profile::Strict,
    });
    let profile = if arguments.strict { Profile::Strict } else { asked.unwrap_or(settings.profile) };
    Policy { profile, levels: settings.levels.iter().copied().chain(own.iter().copied()).collect() }
}

/// The severities that the command line gives.
fn levels(arguments: &CheckArguments) -> Result<Vec<(&'static Code, Option<Severity>)>, Exit> {
    let given = [(&arguments.deny, Some(Severity::Error)), (&arguments.warn, Some(Severity::Warning)), (&arguments.allow, None)];
    let mut levels = Vec::new();
    for (texts, severity) in given {
        for text in texts {
            let code = explain::find(text)?;
            if code.fixed && severity != Some(Severity::Error) {
                talk(&format!("error: `{}` makes a page wrong and stays an error", code.name));
                return Err(Exit::Usage);
            }
            levels.push((code, severity));
        }
    }
    Ok(levels)
}
