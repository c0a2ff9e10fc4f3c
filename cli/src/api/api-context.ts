import type { CliContext } from "../cli-context.ts";

export type ApiContext = Pick<CliContext, "home" | "server" | "readConfig" | "output" | "interrupted">;
