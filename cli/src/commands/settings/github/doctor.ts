import type { Command } from "commander";
import type { CliContext } from "../../../cli-context.ts";
import { listing } from "../../../output/listing.ts";

export function doctorCommand(context: CliContext): Command {
  return listing("doctor", "how the Apps and their repositories stand at GitHub, and where to mend it")
    .argument("[owner/repo]", "one repository; the first ten that each App sees unless it is said")
    .option("--fix", "make the labels by which people ask for work, where they aren't there")
    .action(async (repository: string | undefined, { json, fix }: { json?: boolean; fix?: boolean }) =>
      (await import("../../../github/doctor/run-github-doctor.ts")).runGitHubDoctor(
        { repository: repository ?? null, isMending: fix === true, isJson: json === true },
        context,
      ),
    );
}
