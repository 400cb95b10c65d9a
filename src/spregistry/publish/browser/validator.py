"""The validator of a framework's submissions for browsers: its schema, compiled to a script that needs no library and makes no code.

The compiler is ajv, shipped as one script and run in an embedded V8; no node is needed. What it makes is kept in the user's cache.
"""

import hashlib
import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

from spregistry.check.prepared import prepared
from spregistry.errors import MissingExtra
from spregistry.load import cache, contracts
from spregistry.model.document import Data
from spregistry.model.framework import Framework
from spregistry.publish.browser.build import built
from spregistry.sentence import say

#: Far more than any framework takes; an endless loop must not hang the build of a site.
_SECONDS = 120


def validator_script(framework: Framework) -> str:
    """Return a classic script that sets `spregistry.validators["<reference>"]` for a framework that is no profile.

    It is a function from a submission to a list of verdicts, empty where the submission fits: `{instancePath, keyword, params}`, where
    the path is a JSON pointer and keyword and params are those of JSON Schema as ajv names them. Verdicts and places are those of
    `validate`, without what a final submission lacks, which the engine says with its reason.

    Raises:
        MissingExtra: where the embedded V8 is not installed.
    """
    schema = {key: value for key, value in prepared(framework).schema.items() if key != "allOf"}
    return _script(schema, framework.submission_reference)


#: The name under which scripts find the validator of the shape that all submissions share.
ANY_SUBMISSION = "submission"


def shape_script() -> str:
    """Return a classic script that sets `spregistry.validators["submission"]`, for the shape of submissions to any framework.

    Raises:
        MissingExtra: where the embedded V8 is not installed.
    """
    return _script(contracts.schema("submission"), ANY_SUBMISSION)


def _script(schema: Mapping[str, Data], reference: str) -> str:
    text = json.dumps(schema, ensure_ascii=False, separators=(",", ":"))
    compiler = built("validator-compiler.js")
    name = f"validator-{hashlib.sha256(b'%d %s %s' % (len(compiler), compiler, text.encode())).hexdigest()}.js"
    kept = cache.find(name)
    if kept is not None:
        return kept.decode()
    script = _compiled(compiler.decode(), text, reference)
    cache.keep(name, script.encode())
    return script


def _compiled(compiler: str, schema: str, reference: str) -> str:
    try:
        from py_mini_racer import MiniRacer
    except ImportError as error:
        raise MissingExtra(say("The validator of the self-assessment"), "site") from error

    def compile_schema() -> str:
        with MiniRacer() as engine:
            engine.eval(compiler, timeout_sec=_SECONDS)
            script: str = engine.call("compileValidator", schema, reference, timeout_sec=_SECONDS)
            return script

    # In a thread of its own: the engine would take over an event loop that runs in this one, as a notebook's does.
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(compile_schema).result()
