import { Command } from "commander";
import type { CliContext } from "../../cli-context.ts";

export function logoutCommand(context: CliContext): Command {
  return new Command("logout")
    .description("sign out there, and forget the token")
    .argument("[url]", "of several servers, which")
    .action(async (address: string | undefined) => {
      const { logout } = await import("../../login/logout.ts");
      await logout({ address: address ?? null }, context);
    });
}
