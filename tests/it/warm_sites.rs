//! Sites whose edits are tried: between them they use what a site can hold.

use crate::laws::Files;
use crate::site::files;

/// A site of two stories and shared records, with long lists.
pub(crate) const FERRY: &str = r#"
-- gen.toml --
title = "Ferryline"
base_url = "https://ferry.example/news/"
language = "en"
timezone = "Europe/Oslo"
today = 2026-03-10
description = "Two invented stories about boats."
publisher = "Quayside Press"
[outputs]
paginate = 2
[feeds]
limit = 3
[schema.kind.actor.fields]
berth = { type = "text", help = "Where its boats lie." }
[extra]
contact = "desk@ferry.example"
-- schema/permits.toml --
[vocabulary.permit_outcome]
given = "given"
refused = "refused"
[kind.permit]
label = "Permit"
folder = "permits"
page = "own"
asserted = true
[kind.permit.fields]
by = { type = "ref:actor", inverse = "permits decided" }
on = { type = "ref:issue", many = true, inverse = "decided by permit" }
outcome = { type = "word:permit_outcome", required = true }
renews = { type = "ref:permit", inverse = "renewed by" }
-- templates/actor.html --
{% extends "theme/actor.html" %}
{% block foot %}
<p class="meta">Write to {{ site.extra.contact }}</p>
{{ super() }}
{% endblock foot %}
-- templates/components/question.html --
{% component question(of: map) -%}
<li class="asked"><p>{{ of.text }}</p>
<p class="meta">{{ <link to={of.link} /> }}</p></li>
{%- endcomponent question %}
-- templates/components/directive_tide.html --
{% component directive_tide(level: string, at: string = "the quay") -%}
<aside class="block note"><p class="title">Tide at {{ at }}: {{ level }}</p>
{{ body }}
</aside>
{%- endcomponent directive_tide %}
-- static/press/kit.txt --
The kit.
-- static/extra.css --
body { color: black }
-- content/_index.md --
---
title: Boatnews
summary: Boats that do not sail.
---
Both stories: [north](north/_index.md) and [south](south/_index.md). See [[skipper]] and :figure[nine boats]{ref=boats}.
-- content/about.md --
---
title: Colophon
redirect_from: [/imprint/]
---
We write this. [The kit](/press/kit.txt).
-- content/notes/first.md --
---
title: Firstnote
---
A note on [[fare-rise]] [@ledger, p. 4].
-- content/notes/second.md --
---
title: Secondnote
date: 2026-02-02
---
:::tide{level=high}
The water stood high at [[gale]].
:::
-- content/notes/third.md --
---
title: Thirdnote
slug: three
---
Words of no weight.
-- content/notes/album/index.md --
---
title: Albumnote
summary: A bundle.
---
![A boat, drawn with three lines](boat.svg)

The [numbers](numbers.csv) lie beside.
-- content/notes/album/boat.svg --
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><path d="M0 2h4"/></svg>
-- content/notes/album/numbers.csv --
year,boats
2025,9
-- content/actors/_index.md --
---
title: Whoiswho
---
All of them.
-- content/actors/ferryco.md --
---
title: Ferrycompany
kind: company
aliases: [The company, /who/the-company/]
berth: Pier 2
count: 40
---
It sails, says [[skipper]]. :claim[Fares must rise]{#fares-must by=ferryco kind=commitment date=2026-02-01 source=ledger basis=on_record about=fare-rise}.
-- content/actors/council.md --
---
title: Towncouncil
kind: public_body
---
It decides on [[fare-rise]].
-- content/actors/skipper.md --
---
title: Skippertom
kind: person
speaks_for: ferryco
roles:
  - {title: Captain, of: ferryco, from: 2020, source: ledger}
---
He was at [[gale]] and said :quote[We stay in port]{#stay by=skipper date=2026-02-03 source=paper basis=on_record about=night-boat}.
-- content/actors/riders.md --
---
title: Ridersunion
kind: ngo
created: 2026-02-20
---
-- content/actors/inspector.md --
---
title: Inspectorate
kind: public_body
part_of: council
---
-- content/north/_index.md --
---
title: Northstory
summary: Why the north boat is late.
---
::timeline{issue=fare-rise limit=2}

::positions{issue=fare-rise}

::claim{id=c-empty}

::figure{id=boats}
-- content/north/issues/fare-rise.md --
---
title: Farerise
question: How much dearer will it be?
positions:
  - {actor: ferryco, stance: proposes, says: Ten per cent., date: 2026-02-01, basis: on_record, source: ledger}
  - {actor: riders, stance: rejects, date: 2026-02-04, basis: on_record, source: paper}
  - {actor: riders, stance: accepts_if, date: 2026-02-24, basis: on_record, condition: night-boat, source: paper}
  - {actor: council, stance: undecided, date: 2026-02-10, basis: attributed_by_other, source: paper}
requires:
  - {all_of: [night-boat], asserted_by: riders, basis: on_record, strength: stated, source: paper}
---
It is about money. :position[The council waits]{#council-waits actor=council issue=fare-rise stance=undecided date=2026-02-12 basis=on_record source=paper}
-- content/north/issues/night-boat.md --
---
title: Nightboat
question: Will there be a boat at night?
requires:
  - {any_of: [new-pier, fare-rise], asserted_by: ferryco, basis: on_record, strength: stated, source: ledger}
blocks:
  - {by: council, basis: on_record, as_of: 2026-02-05, source: paper}
---
It waits for [[new-pier]].
-- content/north/issues/new-pier.md --
---
title: Newpier
question: Who pays for the pier?
requires:
  - {all_of: [night-boat], asserted_by: council, basis: reported, source: paper}
enables: [{to: fare-rise, basis: reported}]
---
-- content/north/events/gale.md --
---
title: Bigstorm
type: other
date: 2026-02-02
status: completed
participants: [skipper]
about: [night-boat]
place: quay
outcome: No boat sailed; see [[fare-rise]].
---
-- content/north/events/hearing.md --
---
title: Publichearing
type: meeting
date: 2026-03-20
status: scheduled
participants: [council, {actor: riders, role: guest}]
about: [fare-rise]
follows: gale
---
To talk about [[new-pier]].
-- content/north/events/vote.md --
---
title: Councilvote
type: vote
date: 2026-03-12T10:00
tz: Europe/Oslo
status: scheduled
participants: [council]
about: [fare-rise]
requires: [{all_of: [hearing], basis: reported}]
---
-- content/north/events/launch.md --
---
title: Boatlaunch
type: announcement
date: 2026-01
status: completed
participants: [ferryco]
about: [fare-rise, new-pier]
---
-- content/north/claims.toml --
[c-empty]
title = "Emptyboats"
statement = "The boats sail empty."
kind = "factual"
claimant = "ferryco"
date = 2026-02-02
basis = "on_record"
source = "ledger"
about = ["fare-rise"]
responses = [{ by = "riders", stance = "denies", date = 2026-02-03, source = "paper", basis = "on_record" }]
[c-safe]
title = "Safeboats"
statement = "No boat was ever lost."
kind = "factual"
claimant = "skipper"
[c-late]
statement = "One boat in three is late."
kind = "numeric"
claimant = "riders"
assessments = [{ by = "inspector", finding = "supported", date = 2026-02-20, source = "paper" }]
-- content/south/_index.md --
---
title: Southstory
---
The other shore. ::upcoming{limit=1}

::questions

::changes
-- content/south/issues/toll.md --
---
title: Roadtoll
question: Who pays the toll?
parent: fare-rise
contradicts: [{to: new-pier, basis: reported}]
---
:::quote{#q-toll by=council date=2026-02-14 source=paper basis=on_record to=riders about=toll}
Nobody likes to pay.
:::
-- content/south/claims/c-toll.md --
---
title: Tollclaim
statement: The toll is the highest of all.
kind: characterisation
claimant: riders
sources: [paper]
---
A text about [[toll]], with :claim[so they say]{ref=c-late}.
-- content/south/documents/plan-1.md --
---
title: Firstplan
kind: draft
date: 2026-01-20
points_total: 4
authors: [council]
points:
  - {title: Dig a tunnel, n: 1, issue: toll, status: proposed}
  - {title: Close the ferry, n: 2, issue: fare-rise, status: rejected, positions: {riders: rejects}}
---
-- content/south/documents/plan-2.md --
---
title: Secondplan
kind: proposal
version: "2"
supersedes: plan-1
parties: [council, ferryco]
points_total: 3
disclosed: part
points:
  - {id: p-bridge, title: Build a bridge, n: 1, issue: toll, status: under_negotiation, source: paper}
---
See point [[p-bridge]].
-- content/south/permits/permit-1.md --
---
title: Permitone
by: council
on: [toll]
outcome: given
---
-- content/south/permits/permit-2.md --
---
title: Permittwo
by: inspector
outcome: refused
renews: permit-1
---
[[permit-1]] ran out.
-- content/sources.yaml --
ledger: {title: Ledgerbook, publisher: ferryco, type: document, url: "https://ledger.example/"}
paper: {title: Morningpaper, publisher: The Paper, type: news_report}
letter: {title: Openletter, author: riders, type: document}
-- content/places.yaml --
quay: {title: Oldquay, kind: facility, part_of: town, geo: {lat: 59.9, lon: 10.7}}
town: {title: Smalltown, kind: town}
-- content/terms.toml --
[tide]
title = "Tideword"
summary = "The water comes and goes."
see = ["night-boat"]
[fare]
title = "Fareword"
summary = "What a rider pays."
-- content/figures.csv --
id,title,value,min,max,approx,unit,of,as_of,by,source,basis,about
boats,Boatcount,9,,,,boats,Boats that sail,2026-02,ferryco,ledger,on_record,fare-rise
riders-a-day,Ridercount,,400,450,yes,riders,Riders a day,2026-02,riders,paper,on_record,
piers,Piercount,9,,,,piers,Piers in use,unknown,,,inferred,new-pier
-- content/quotes.yaml --
q-slow: {text: Slow boats are boats too., by: skipper, date: 2026-02-11, source: paper, about: [fare-rise]}
q-fast: {text: Faster., by: riders, source: paper, lang: en}
-- content/updates/2026-02-05-first.md --
---
title: Firstupdate
date: 2026-02-05
kind: new_information
records: [fare-rise]
note: The riders answered.
---
-- content/updates/2026-02-25-second.md --
---
date: 2026-02-25
kind: correction
records: [boats]
note: A number was wrong.
was: 8 boats
now: 9 boats
why: One was in dock.
first_published: 2026-02-01
---
-- content/updates/2026-03-01-tidy.md --
---
date: 2026-03-01
kind: tidy_up
records: [ferryco]
note: Spelling.
---
"#;

/// One story at the top, in another language, below no path, with little else than prose, drafts and copies of one another.
pub(crate) const WELL: &str = r#"
-- gen.toml --
title = "Dorfbrunnen"
base_url = "/"
language = "de"
today = 2026-05-01
[nav]
items = [{ title = "Streit", url = "/issues/" }, { title = "Wer", url = "/actors/" }]
[outputs]
paginate = 3
embed = false
[markdown]
math = true
raw_html = true
-- content/_index.md --
---
title: Brunnenheim
---
Der <b>Brunnen</b> ist zu, $a^2$ Meter tief. [[mayor]] sagt nichts.
-- content/actors/mayor.md --
---
title: Bürgermeisterin
kind: person
names: {en: Mayor}
---
-- content/actors/smith.md --
---
title: Schmiedegeselle
kind: person
---
Er kennt [[mayor|die Chefin]] und [[farmer]].
-- content/actors/farmer.md --
---
title: Bauersfrau
kind: person
aliases: [Die Bäuerin]
---
[[Die Bäuerin]] steht hier selbst, und :claim[das Wasser ist schlecht]{by=farmer kind=factual source=unknown}.
-- content/actors/ghost.md --
---
title: Gespenst
kind: person
draft: true
---
Niemand sieht [[smith]].
-- content/issues/water.md --
---
title: Wasserfrage
question: Ist das Wasser gut?
positions:
  - {actor: farmer, stance: rejects, date: 2026-04-01, basis: on_record}
  - {actor: smith, stance: accepts, date: 2026-04-02, basis: reported}
---
## Anfang

Es begann mit [[spill]].

::positions{issue=water}
-- content/issues/rope.md --
---
title: Seilfrage
question: Wer kauft das Seil?
blocks:
  - {by: mayor, basis: on_record, until: 2026-05-10}
---
-- content/events/spill.md --
---
title: Eimerfall
type: other
date: 2026-03-30
status: completed
participants: [smith]
about: [water]
---
-- content/events/meeting.md --
---
title: Dorftreffen
type: meeting
date: 2026-05-03
status: scheduled
about: [water, rope]
---
-- content/events/picnic.md --
---
title: Brotzeit
type: meeting
date: 2026-05-20
status: tentative
---
-- content/claims/c-deep.md --
---
title: Tiefenangabe
statement: Der Brunnen ist neun Meter tief.
kind: numeric
claimant: smith
about: [water]
---
-- content/claims/c-old.md --
---
title: Altersangabe
statement: Der Brunnen ist alt.
kind: factual
claimant: farmer
about: [water]
responses: [{by: smith, stance: confirms, date: 2026-04-03, basis: on_record}]
---
-- content/lexikon/eimer.md --
---
title: Eimerseite
weight: 2
---
Ein Eimer, siehe [Seil](seil.md).
-- content/lexikon/seil.md --
---
title: Seilseite
weight: 1
---
Ein Seil. ![Ein Knoten](knoten.svg)
-- content/lexikon/knoten.svg --
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 2"><path d="M0 0l2 2"/></svg>
-- content/figures.yaml --
depth: {title: Brunnentiefe, value: 9, unit: m, of: Tiefe, as_of: 2026-04, source: survey}
-- content/sources.yaml --
survey: {title: Vermessung, type: research}
-- content/updates/u-1.md --
---
date: 2026-04-05
kind: new_information
records: [water, mayor]
note: Es geht los.
---
"#;

/// The files of a site that is written like this.
pub(crate) fn written(text: &str) -> Files {
    files(text).into_iter().map(|(path, text)| (path, text.into_bytes())).collect()
}
