/** These lines stand around what the model says; everything else is aider's own. */
export const ANSWER_BEGINS = "[catalyst: the model answers]";
export const ANSWER_ENDS = "[catalyst: end of the answer]";

/** The first pause between two tries in aider, in seconds; each further one is twice as long. */
const FIRST_PAUSE_SECONDS = 0.25;

/**
 * The Python program that starts aider (0.86) by its own entry point. The command line can't do what it does: aider reads
 * `.env`, `.aider.conf.yml` and model settings of the folder that it takes for the repository's root, and that is the
 * script's own folder here, so that the repository has no say; nor are there options for pauses, for look-ups of prices on
 * the internet, or for where its index of the repository goes.
 */
export function startScript(maxRetries: number): string {
  return `import os
import sys

import aider.coders.base_coder as base_coder
import aider.models as models
from aider.main import main
from aider.openrouter import OpenRouterModelManager
from aider.repomap import RepoMap

FOLDER = os.path.dirname(os.path.abspath(__file__))

models.RETRY_TIMEOUT = base_coder.RETRY_TIMEOUT = ${maxRetries === 0 ? 0 : FIRST_PAUSE_SECONDS * 2 ** (maxRetries - 1)}
models.ModelInfoManager._update_cache = lambda self: None
models.ModelInfoManager.fetch_openrouter_model_info = lambda self, model: {}
OpenRouterModelManager._update_cache = lambda self: None
RepoMap.TAGS_CACHE_DIR = os.path.join(FOLDER, "tags")

# aider asks git for the name, which git itself takes from its environment.
settings = int(os.environ.get("GIT_CONFIG_COUNT", "0"))
os.environ[f"GIT_CONFIG_KEY_{settings}"] = "user.name"
os.environ[f"GIT_CONFIG_VALUE_{settings}"] = os.environ.get("GIT_AUTHOR_NAME", "Catalyst")
os.environ["GIT_CONFIG_COUNT"] = str(settings + 1)

ask_model = base_coder.Coder.send


def send(self, *args, **kwargs):
    print("\\n${ANSWER_BEGINS}", flush=True)
    try:
        yield from ask_model(self, *args, **kwargs)
    finally:
        print("\\n${ANSWER_ENDS}", flush=True)


base_coder.Coder.send = send
os.chdir(FOLDER)
sys.exit(main(force_git_root=FOLDER))
`;
}
