//! `gen check`: everything that is wrong or weak, before a reader sees it.

use super::args::{CheckArguments, CheckProfile, Common, Format};
use super::report::{result, talk};
use super::{Exit, build, root, settle};
use crate::check::Policy;
use crate::config::Check;
use crate::diag::{Code, Profile, Severity, codes, nearest};
use crate::pipeline::{self, Overrides};

pub(super) fn run(common: &Common, arguments: &CheckArguments) -> Exit {
    let (root, today, own) =
        match root::find(common).and_then(|root| Ok((root, build::day(arguments.today.as_deref())?, levels(arguments)?))) {
            Ok(found) => found,
            Err(exit) => return exit,
        };
    let overrides = Overrides { config: Some(root.config.clone()), today, drafts: arguments.drafts, ..Overrides::default() };
    let (site, planned) = pipeline::plan(&root.world, &overrides);
    let policy = policy(arguments, &site.config.check, own);
    let problems = pipeline::check(&site, planned, &policy);
    let is_clean = problems.is_empty();
    let exit = settle(common, problems, &site.sources, false);
    if is_clean && !common.quiet && common.message_format == Format::Human {
        result("nothing to report");
    }
    exit
}

/// What the site asks of itself, and what the command line asks over it.
fn policy(arguments: &CheckArguments, settings: &Check, own: Vec<(&'static Code, Option<Severity>)>) -> Policy {
    let asked = arguments.profile.map(|profile| match profile {
        CheckProfile::Draft => Profile::Draft,
        CheckProfile::Publish => Profile::Publish,
        CheckProfile::Strict => Profile::Strict,
    });
    let profile = if arguments.strict { Profile::Strict } else { asked.unwrap_or(settings.profile) };
    Policy { profile, levels: settings.levels.iter().copied().chain(own).collect() }
}

/// The severities that the command line gives.
fn levels(arguments: &CheckArguments) -> Result<Vec<(&'static Code, Option<Severity>)>, Exit> {
    let given = [(&arguments.deny, Some(Severity::Error)), (&arguments.warn, Some(Severity::Warning)), (&arguments.allow, None)];
    let mut levels = Vec::new();
    for (texts, severity) in given {
        for text in texts {
            let Some(code) = Code::find(text) else {
                let near = nearest(text, codes::ALL.iter().flat_map(|code| [code.name, code.id]));
                let near = near.map_or(String::new(), |near| format!("; did you mean `{near}`?"));
                talk(&format!("error: there is no check `{text}`{near}\n  `gen explain` lists all of them"));
                return Err(Exit::Usage);
            };
            if code.fixed && severity != Some(Severity::Error) {
                talk(&format!("error: `{}` makes a page wrong and stays an error", code.name));
                return Err(Exit::Usage);
            }
            levels.push((code, severity));
        }
    }
    Ok(levels)
}
