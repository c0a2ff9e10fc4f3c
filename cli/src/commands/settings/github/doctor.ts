import type { Command } from "commander";
import type { CliContext } from "../../../cli-context.ts";
import { listing } from "../../../output/listing.ts";

export function doctorCommand(context: CliContext): Command {
  return listing("doctor", "how the Apps and their repositories stand at GitHub, and where to mend it")
    .argument("[owner/repo]", "one repository; the first ten that each App sees unless it is said")
    .action(async (repository: string | undefined, { json }: { json?: boolean }) =>
      (await import("../../../github/doctor/run-github-doctor.ts")).runGitHubDoctor(
        { repository: repository ?? null, isJson: json === true },
        context,
      ),
    );
}
