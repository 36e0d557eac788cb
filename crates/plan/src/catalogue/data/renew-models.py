#!/usr/bin/env python3
"""Writes models/<provider>.toml anew: when models end, by the lists of many releases.

    python3 renew-models.py WHEELS --download 1.110.2 --read 2026-11-29
    python3 renew-models.py WHEELS --oracles ORACLES --today 2026-11-29

WHEELS is a folder of LiteLLM wheels (`pip download --no-deps litellm==X`), of as many
releases as there are: each release has one list of models, and a model that is dead
leaves the list, its end with it. So the lists are joined, and of each id the newest list
that has it is believed. What no list says, or says wrongly, stands in model-facts.toml
and goes before.

`--download` fetches that release and those of HISTORY that the folder lacks.
`--oracles` holds the result against the PyPI packages depdesk and airom, whose makers
read the providers' own pages; each id they call retired and these files do not is
printed, and the exit code is 1. Nothing of theirs is written.

Only the standard library, of Python 3.11 or newer. The same wheels, facts and day give
the same files.
"""

import argparse
import datetime
import hashlib
import io
import json
import pathlib
import re
import subprocess
import sys
import tomllib
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
LIST = "litellm/model_prices_and_context_window_backup.json"

# Releases after which many models left the list; ends before 1.100 are few.
HISTORY = (
    "1.70.4", "1.75.9", "1.80.17", "1.85.5", "1.90.7", "1.95.1", "1.100.0", "1.100.5",
    "1.101.6", "1.102.4", "1.106.0", "1.108.0", "1.108.14", "1.109.0", "1.109.3",
)

with open(HERE / "provider-spellings.toml", "rb") as file:
    # How the list spells a provider -> the catalogue's id.
    PROVIDERS = tomllib.load(file)["litellm"]

# What stands before the id in a key, for those whose prefix is not the provider's name.
PREFIXES = {"fireworks_ai-embedding-models": "fireworks_ai", "azure_text": "azure"}

# Labs whose own API serves little more than what the list has: there an id that the list
# lacks is more likely misspelt than new.
COMPLETE = ("anthropic", "cerebras", "cohere", "deepseek", "google-gemini", "groq", "mistral",
            "openai", "perplexity", "xai")

# A gateway's own list is not read any more; the lab behind it may have moved its end.
GATEWAYS = {
    "openrouter": {"google": "google-gemini", "openai": "openai", "anthropic": "anthropic",
                   "mistralai": "mistral", "x-ai": "xai", "deepseek": "deepseek"},
    "vercel-gateway": {"google": "google-gemini", "openai": "openai", "anthropic": "anthropic",
                       "mistral": "mistral", "xai": "xai", "deepseek": "deepseek"},
}

# Segments of a key that say a price, a size or a place, not a model.
PRICE = re.compile(r"^(low|medium|high|standard|hd|auto|max|\d+-x-\d+|\d+-steps|max-x-max"
                   r"|[16]-month-commitment)$")
AZURE_PLACE = {"us", "eu", "global", "global-standard", "data-zone"}
AWS_PLACE = re.compile(r"^[a-z]{2}(-gov)?-[a-z]+-\d$")
PROFILE = re.compile(r"^(us-gov|us|eu|apac|au|jp|ca|global)\.")
# A day at the end of a snapshot's id; Vertex writes `@` before it.
SNAPSHOT = re.compile(r"^(.+?)[-@](20\d\d-\d\d-\d\d|20\d{6})$")


def release(version):
    return tuple(int(part) for part in re.findall(r"\d+", version))


def lists(folder):
    """(version, list), newest first. Releases that carry one list between them count as
    the last of them: 1.103.7 to 1.108.0 carry one that was made after that of 1.106.0."""
    newest = {}
    for wheel in sorted(folder.glob("litellm-*.whl")):
        version = wheel.name.split("-")[1]
        with zipfile.ZipFile(wheel) as archive:
            text = archive.read(LIST)
        digest = hashlib.sha256(text).digest()
        if digest not in newest or release(version) > release(newest[digest][0]):
            newest[digest] = (version, text)
    ordered = sorted(newest.values(), key=lambda pair: release(pair[0]), reverse=True)
    return [(version, json.loads(text)) for version, text in ordered]


def download(folder, newest):
    folder.mkdir(parents=True, exist_ok=True)
    for version in (*HISTORY, newest):
        if not list(folder.glob(f"litellm-{version}-*.whl")):
            subprocess.run(
                [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps",
                 "--only-binary", ":all:", "--dest", str(folder), f"litellm=={version}"],
                check=True,
            )


def read_key(key, spelt):
    """(provider, id, whether the key names a place), or None where it names no model."""
    vertex = spelt.startswith("vertex_ai")
    provider = PROVIDERS.get("vertex_ai" if vertex else spelt)
    if provider is None or "*" in key or key == "sample_spec":
        return None
    prefix = "vertex_ai" if vertex else PREFIXES.get(spelt, spelt)
    name = key
    for one in (prefix, "bedrock", "cohere", "openai"):
        if name.startswith(one + "/"):
            name = name[len(one) + 1:]
            break
    parts = name.split("/")
    if any(PRICE.match(part) for part in parts):
        return None
    placed = False
    if provider in ("azure-openai", "azure-foundry") and parts[0] in AZURE_PLACE:
        parts, placed = parts[1:], True
    if provider == "aws-bedrock":
        if AWS_PLACE.match(parts[0]):
            parts, placed = parts[1:], True
        # Every id of Bedrock names its maker.
        if len(parts) != 1 or not re.match(r"^[a-z0-9-]+\.[a-z]", parts[0]):
            return None
    name = "/".join(parts)
    return (provider, name, placed) if name else None


def end_of(entry):
    text = entry.get("deprecation_date")
    # The year 2098 stands for "not known".
    if not isinstance(text, str) or not re.fullmatch(r"20[0-8]\d-\d\d-\d\d", text):
        return None
    return datetime.date.fromisoformat(text)


def page_of(entry):
    """The page that the list names, short."""
    url = entry.get("deprecation_source") or ""
    if "management.azure.com" in url:
        return "the model list of Azure Resource Manager"
    return re.sub(r"^https?://", "", url.split("?")[0]).rstrip("/")


def join(read):
    """Provider -> id -> row, of all lists; and what was left out."""
    rows, doubts = {}, []
    for at, (version, entries) in enumerate(read):
        of_this = {}
        for key, entry in entries.items():
            named = read_key(key, entry.get("litellm_provider") or "")
            if named is None:
                continue
            provider, name, placed = named
            if name not in rows.get(provider, {}):
                of_this.setdefault((provider, name), []).append((placed, key, entry))
        for (provider, name), found in sorted(of_this.items()):
            # The key without a place speaks for the id. Where only places have it,
            # it is gone when the last of them lets it go.
            whole = [one for one in found if not one[0]] or found
            dated = [(end_of(entry), key, entry) for _, key, entry in whole if end_of(entry)]
            if dated and len({day for day, _, _ in dated}) > 1:
                doubts.append(f"{provider} {name}: keys of {version} differ, the later counts")
            if dated and len(dated) < len(whole):
                doubts.append(f"{provider} {name}: not all keys of {version} have an end")
            row = {"listed": at == 0, "version": version}
            # One place that has no end keeps the id alive.
            if dated and (len(dated) == len(whole) or not whole[0][0]):
                day, _, entry = max(dated, key=lambda one: (one[0], one[1]))
                row["retires"] = day
                row["page"] = page_of(entry)
                heir = entry.get("successor_model")
                if isinstance(heir, str):
                    spelt = entry.get("litellm_provider") or ""
                    named = read_key(heir, spelt)
                    row["replacement"] = named[1] if named else heir
            rows.setdefault(provider, {})[name] = row
    return rows, doubts


def facts():
    with open(HERE / "model-facts.toml", "rb") as file:
        return tomllib.load(file)


def floors(rows, told):
    """A lab's "not sooner than" is no end, neither with the lab nor with who hosts its
    models: for hosts that repeat it, a date is the end only where the id has left the
    list, where the lab's own model has an end, or where the host's page of endings is
    the source."""
    for rule in told.get("floor", []):
        lab = rows.get(rule["lab"], {})
        for host in rule["hosts"]:
            for name, row in rows.get(host, {}).items():
                if "retires" not in row or rule["family"] not in name:
                    continue
                if not row["listed"] or any(page in row["page"] for page in rule["pages"]):
                    continue
                bare = name.split(rule["family"], 1)[1]
                bare = rule["family"] + re.split(r"[@:]|-v\d", bare)[0]
                bare = SNAPSHOT.sub(r"\1", bare)
                ours = [one for key, one in lab.items()
                        if key == bare or SNAPSHOT.sub(r"\1", key) == bare]
                ends = [one["retires"] for one in ours if "retires" in one]
                ends_here = row["retires"] not in [one.get("earliest") for one in ours]
                if ours and (not ends or not ends_here):
                    row["earliest"] = row.pop("retires")
                    row["status"] = "active"
                    row.pop("replacement", None)


def apply(rows, told):
    """The facts kept by hand go before the lists."""
    for fact in told["fact"]:
        for name in fact["ids"]:
            row = rows.setdefault(fact["provider"], {}).setdefault(name, {"listed": False})
            if "status" in fact:
                row.pop("retires", None)
            if "source" in fact:
                row.pop("page", None)
            for part, value in fact.items():
                if part not in ("provider", "ids"):
                    row[part] = value


def forget_stale_gateways(rows, doubts):
    for gateway, labs in GATEWAYS.items():
        for name, row in rows.get(gateway, {}).items():
            maker, _, model = name.partition("/")
            lab = rows.get(labs.get(maker), {}).get(model.split(":")[0])
            if lab is None or "retires" not in row or row["listed"]:
                continue
            if lab.get("retires", datetime.date.max) > row["retires"]:
                del row["retires"]
                doubts.append(f"{gateway} {name}: the lab's own end is later, left out")


def follow(rows, told):
    """An alias ends with the last of its snapshots."""
    for alias in told.get("alias", []):
        row = rows.setdefault(alias["provider"], {}).setdefault(alias["id"], {"listed": False})
        row.clear()
        row.update(listed=False, alias_of=alias["of"])
    for provider in ("anthropic", "openai", "azure-openai", "google-vertex"):
        models = rows.get(provider, {})
        snapshots = {}
        for name in models:
            dated = SNAPSHOT.match(name)
            if dated:
                snapshots.setdefault(dated[1], []).append(name)
        for name, row in models.items():
            if name in snapshots and not {"retires", "earliest", "status", "alias_of"} & row.keys():
                ends = [models[one].get("retires") for one in snapshots[name]]
                if all(ends):
                    last = max(snapshots[name], key=lambda one: (models[one]["retires"], one))
                    row["alias_of"] = last
    for models in rows.values():
        for row in models.values():
            of = models.get(row.get("alias_of"))
            if of is not None:
                shared = {part: value for part, value in of.items() if part != "alias_of"}
                row.update(shared, listed=row["listed"])


def keep_regions_apart(models):
    """One region's end is not another's: an inference profile that is listed without an
    end must not be taken for the model below it."""
    for name, row in models.items():
        below = PROFILE.sub("", name)
        if below != name and row["listed"] and not {"retires", "earliest", "status"} & row.keys():
            if "retires" in models.get(below, {}):
                row["status"] = "active"


def forget_dead_heirs(models):
    """Who names a replacement that ends no later names none."""
    for row in models.values():
        heir = models.get(row.get("replacement"), {})
        if "retires" in row and heir.get("retires", datetime.date.max) <= row["retires"]:
            del row["replacement"]


def quote(text):
    return json.dumps(text, ensure_ascii=False)


def source_of(row, newest):
    if "source" in row:
        return row["source"]
    if row.get("page"):
        return f"LiteLLM {row['version']}, after {row['page']}"
    return None if row["version"] == newest else f"LiteLLM {row['version']}"


def is_told(row):
    return bool({"retires", "earliest", "status"} & row.keys())


def write_ids(out, key, names):
    """A list of ids, as many on a line as fit."""
    out.write(f"{key} = [\n")
    line = "   "
    for name in names:
        if len(line) + len(name) + 4 > 98:
            out.write(line + "\n")
            line = "   "
        line += f" {quote(name)},"
    out.write(line + "\n]\n")


def write(provider, models, newest, day, told):
    out = io.StringIO()
    out.write("# Written by renew-models.py; what it does not know goes into model-facts.toml.\n")
    out.write(f"provider = {quote(provider)}\n")
    out.write(f'source = "LiteLLM {newest}"\nconfidence = "secondary"\nread = {day}\n')
    if provider in COMPLETE:
        out.write("complete = true\n")
    count = 0
    listed = [name for name in sorted(models) if models[name]["listed"] and not is_told(models[name])]
    if listed:
        out.write("\n# Listed, and nothing is said of an end.\n")
        write_ids(out, "listed", listed)
    for notice in told.get("notice", []):
        if provider in notice["providers"]:
            out.write(f"\n[notice]\ndays = {notice['days']}\nsource = {quote(notice['source'])}\n")
    for name in sorted(models):
        row = models[name]
        if not is_told(row):
            continue
        count += 1
        out.write(f"\n[[model]]\nid = {quote(name)}\n")
        for part in ("status", "retires", "earliest", "announced"):
            if part in row:
                value = row[part]
                out.write(f"{part} = {quote(value) if isinstance(value, str) else value}\n")
        for part in ("after", "replacement", "alias_of"):
            if part in row:
                out.write(f"{part} = {quote(row[part])}\n")
        source = source_of(row, newest)
        if source:
            out.write(f"source = {quote(source)}\n")
        if row.get("confidence", "secondary") != "secondary":
            out.write(f"confidence = {quote(row['confidence'])}\n")
        if "note" in row:
            out.write(f"note = {quote(row['note'])}\n")
    path = HERE / "models" / f"{provider}.toml"
    if count or listed:
        path.write_text(out.getvalue(), encoding="utf-8")
    elif path.exists():
        path.unlink()
    return count, len(listed)


def called_retired(folder, today):
    """What depdesk and airom call retired: (oracle, provider, id, day); and what they
    call alive."""
    retired, alive = [], []

    def take(oracle, provider, name, day, state):
        if day and day <= today.isoformat():
            retired.append((oracle, provider, name, day))
        elif state in ("active", "supported"):
            alive.append((oracle, provider, name))

    for wheel in sorted(folder.glob("depdesk-*.whl")):
        with zipfile.ZipFile(wheel) as archive:
            catalog = json.loads(archive.read("depdesk/data/catalog.json"))
        for model in catalog["models"]:
            take("depdesk", model["provider"], model["id"], model.get("retires_on"), model["status"])
    for wheel in sorted(folder.glob("airom-*.whl")):
        with zipfile.ZipFile(wheel) as archive:
            inside = next(name for name in archive.namelist() if name.endswith("/scripts/airom"))
            text = archive.read(inside).decode("utf-8", "replace")
        for table in re.finditer(r"^provider: (\w+)\nversion: \d+\nsource: \S+\nverified: ", text, re.M):
            body = text[table.end():table.end() + 100_000]
            body = re.split(r"\n(?=[^\s#])", body.split("\nmodels:\n", 1)[1], maxsplit=1)[0]
            for one in re.split(r"^  - id: ", body, flags=re.M)[1:]:
                day = re.search(r"^    shutdown: (\S+)", one, re.M)
                state = re.search(r"^    state: (\w+)", one, re.M)
                others = re.search(r"^    aliases: \[([^\]]*)\]", one, re.M)
                names = [one.split("\n", 1)[0].strip()]
                names += re.split(r",\s*", others[1].strip()) if others else []
                for name in names:
                    take("airom", table[1], name, day and day[1], state and state[1])
    return retired, alive


def compare(folder, today):
    known = {}
    for path in sorted((HERE / "models").glob("*.toml")):
        with open(path, "rb") as file:
            known[path.stem] = {row["id"]: row for row in tomllib.load(file).get("model", [])}
    retired, alive = called_retired(folder, today)
    missing = []
    for oracle, provider, name, day in retired:
        ours = known.get(provider, {}).get(name, {}).get("retires")
        if ours is None or ours > today:
            missing.append(name)
            print(f"missing: {oracle} calls {provider} {name} retired on {day}, here {ours}")
        elif ours.isoformat() != day:
            print(f"differs: {oracle} says {day} of {provider} {name}, here {ours}")
    for oracle, provider, name in alive:
        ours = known.get(provider, {}).get(name, {}).get("retires")
        if ours is not None:
            print(f"differs: {oracle} calls {provider} {name} alive, here it ends on {ours}")
    for oracle in sorted({one[0] for one in retired}):
        print(f"{oracle}: {sum(one[0] == oracle for one in retired)} retired ids")
    print(f"{len(missing)} of them are missing here")
    return not missing


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("wheels", type=pathlib.Path)
    options.add_argument("--download", metavar="RELEASE")
    options.add_argument("--read", type=datetime.date.fromisoformat, default=datetime.date.today())
    options.add_argument("--today", type=datetime.date.fromisoformat, default=datetime.date.today())
    options.add_argument("--oracles", type=pathlib.Path)
    given = options.parse_args()
    if given.download:
        download(given.wheels, given.download)
    read = lists(given.wheels)
    if not read:
        sys.exit(f"no wheel of litellm in {given.wheels}")
    newest = read[0][0]
    told = facts()
    rows, doubts = join(read)
    apply(rows, told)
    floors(rows, told)
    follow(rows, told)
    forget_stale_gateways(rows, doubts)
    for models in rows.values():
        keep_regions_apart(models)
        forget_dead_heirs(models)
    total = dead = 0
    for provider in sorted(rows):
        count, listed = write(provider, rows[provider], newest, given.read, told)
        gone = sum(1 for row in rows[provider].values()
                   if row.get("retires", datetime.date.max) <= given.today)
        total, dead = total + count, dead + gone
        if count or listed:
            print(f"{provider}: {count} rows, {gone} retired by {given.today}; {listed} more listed")
    silent = sum(1 for models in rows.values() for row in models.values()
                 if not row["listed"] and not is_told(row))
    print(f"{len(read)} lists, newest {newest}: {total} rows, {dead} retired; "
          f"{silent} ids left the lists and no list gave an end")
    for doubt in doubts:
        print(f"doubt: {doubt}")
    if given.oracles and not compare(given.oracles, given.today):
        sys.exit(1)


if __name__ == "__main__":
    main()
