import { Command } from "commander";
import type { CliContext } from "../../cli-context.ts";
import { sendKeyOption } from "../../run/options/send-key-option.ts";
import type { RunOptions } from "../../run/run-from-options.ts";

const EXAMPLES = `
Examples:
  $ catalyst run "Fix the failing test"
  $ catalyst run --issue-file bug.md --repo ../shop --agent codex-cli --timeout 1h
  $ git log -1 --format=%B | catalyst run - --base main
  $ catalyst run "Split the cart module" --plan
  $ catalyst run "Fix the failing test" --agents claude-code,codex-cli --pick verify
  $ catalyst run --review feature --base main
  $ catalyst run --issue https://github.com/acme/shop/issues/12
  $ catalyst run "Add a changelog" --json | jq -r 'select(.type == "task").branch'

The result is a new branch, or what a review found; your checkout, index and current branch stay as they are.
The key is a stored credential (catalyst credentials add), else the provider's usual variable
(ANTHROPIC_API_KEY, OPENAI_API_KEY, ...), which is used for this task alone.
Agent, model and time are those of .catalyst/config.yaml and catalyst config where no option says otherwise.
The file counts on the default branch and on those that you trust; --trust-base trusts one commit for one task.
With --json each line is one event; the last has "type": "task".`;

export function runCommand(context: CliContext): Command {
  return new Command("run")
    .description("let an agent work on a repository and get its work as a branch")
    .argument("[prompt]", 'what is wanted; "-" reads it from standard input')
    .optionsGroup("What:")
    .option("--repo <path|url>", "a folder on this machine or an https address (default: the current folder)")
    .option("--base <revision>", "where to start (default: the current branch; for a review the default branch)")
    .option("--issue-file <file>", "markdown: the first heading is the title, the rest the body")
    .option("--issue <url>", "an issue at its address; its repository is worked on")
    .option("--fix <url>", "go on with a pull request on its branch, or mend what an issue names")
    .option("--review <revision|url>", "say what is wrong with a change, or with a pull request; changes nothing")
    .option("--full", "of a review: say again what earlier ones have said")
    .option("--only <paths>", "of a review: these files and folders alone, as src,docs/guide.md")
    .optionsGroup("How:")
    .option("--agent <id>", "see: catalyst agents list (default: as the settings say, else claude-code)")
    .option("--model <name>", "the model, as the agent names it; as openai/gpt-5, that provider's key pays")
    .option("--agents <ids>", "several agents race; name a model behind a colon")
    .option("--pick <rule>", '"verify": publish the first result that the verify hook accepts; else you pick')
    .option("--plan", "first a plan that you approve")
    .option("--project <name>", "the project, as shop or team/shop (default: your own)")
    .option("--branch <name>", "the name of the result (default: catalyst/<id>-<title>)")
    .option("--trust-base", "take settings and hooks of the base, and run its setup with secrets")
    .addOption(sendKeyOption(context))
    .optionsGroup("Limits:")
    .option("--timeout <time>", "the agent's time, for example 30m or 2h")
    .option("--budget-usd <dollars>", "what the task may cost, for example 2.50")
    .option("--budget-tokens <count>", "how many tokens the task may use")
    .optionsGroup("Options:")
    .option("--json", "print one event a line")
    .option("--detach", "don't wait for the end")
    .addHelpText("after", EXAMPLES)
    .action(async (prompt: string | undefined, options: RunOptions) => {
      const { runFromOptions } = await import("../../run/run-from-options.ts");
      await runFromOptions({ prompt, options }, context);
    });
}
