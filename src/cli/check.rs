//! `gen check`: everything that is wrong or weak, before a reader sees it.

use super::args::{CheckArguments, CheckProfile, Common, Format};
use super::report::{counted, result, talk};
use super::root::{self, Root};
use super::{Exit, build, changes, explain, external, fix, settle_sorted};
use crate::check::{Baseline, Policy, Rest};
use crate::compare::Comparison;
use crate::config::Check;
use crate::diag::{Code, Diagnostic, Profile, Severity};
use crate::links::ASKED;
use crate::memo::{FOLDERS, Inputs};
use crate::pipeline::{self, Overrides, Site};
use crate::source::Sources;
use crate::world::ListedWorld;
use crate::world::writer;
use rustc_hash::FxHasher;
use std::hash::{Hash, Hasher};

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
    let memo = Some(build::store(&root));
    let overrides = Overrides { config: Some(root.config.clone()), today, drafts: arguments.drafts, memo, ..Overrides::default() };
    let inputs = || {
        let world = ListedWorld::new(&root.world, &FOLDERS);
        let inputs = Inputs::look(&world, &root.config, decided(arguments, &overrides, &own));
        (world, inputs)
    };
    let mut seen = Some(inputs());
    if let Some((world, inputs)) = seen.as_ref().filter(|_| is_plain(arguments))
        && let Some((problems, sources)) = pipeline::checked(world, inputs, &overrides)
    {
        return tell(common, &Rest { new: problems, known: 0, gone: 0 }, &sources, Exit::Fine);
    }
    let mut look = || {
        // What was changed in between is looked at again.
        let (world, inputs) = seen.take().unwrap_or_else(inputs);
        let (site, mut planned) = pipeline::plan(&world, &overrides);
        // What cannot be built cannot be compared either; its errors are told.
        if let Some(since) = arguments.since.as_deref().filter(|_| !planned.has_errors()) {
            let Comparison { unannounced, deadlocks, .. } = changes::compared(&root, &site, since, overrides.clone())?;
            planned.extend(unannounced.into_iter().chain(deadlocks));
        }
        let policy = policy(arguments, &site.config.check, &own);
        let (elsewhere, remembered) = if arguments.external { external::ask(common, &root, &site) } else { (None, Exit::Fine) };
        let not_asked = if elsewhere.is_some() { &[][..] } else { &ASKED[..] };
        let problems = pipeline::check(&site, planned, elsewhere, &policy);
        if is_plain(arguments) {
            pipeline::remember_check(&site, inputs, &build::store(&root), &problems);
        }
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
    tell(common, &rest, &site.sources, remembered)
}

/// Tells what is left to tell.
fn tell(common: &Common, rest: &Rest, sources: &Sources, remembered: Exit) -> Exit {
    let exit = settle_sorted(common, &rest.new, sources).max(remembered);
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

/// Whether a check asks nobody but the site, and changes nothing.
fn is_plain(arguments: &CheckArguments) -> bool {
    !arguments.external && !arguments.fix && !arguments.write_baseline && arguments.since.is_none()
}

/// What the command line decides, as a fingerprint.
fn decided(arguments: &CheckArguments, overrides: &Overrides, own: &[(&'static Code, Option<Severity>)]) -> u64 {
    let mut hasher = FxHasher::default();
    (format!("{:?}", arguments.profile), arguments.strict, overrides.drafts, overrides.today).hash(&mut hasher);
    own.iter().for_each(|(code, severity)| (code.id, severity).hash(&mut hasher));
    hasher.finish()
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
