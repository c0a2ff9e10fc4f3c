import { runCli } from "./run-cli.ts";

process.exitCode = await runCli({
  args: process.argv.slice(2),
  env: process.env,
  currentFolder: process.cwd(),
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
});
