import { access, constants, rm, stat, statfs, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { makeHome } from "../../home/make-home.ts";
import { formatBytes } from "../../output/words/format-quantity.ts";
import { type Finding, failed, failedBy, limited, ok } from "../finding.ts";

const MIN_NODE_MAJOR = 24;
const ARCHITECTURES = ["x64", "arm64"];
const WANTED_FREE_BYTES = 5 * 1024 ** 3;

export function checkPlatform(): Finding {
  const { platform, arch } = process;
  if (platform !== "linux") {
    return failed(
      "Platform",
      `This is ${platform}; agents are isolated with Linux's means.`,
      "Use a Linux machine or a virtual one (WSL 2 on Windows, Lima on macOS).",
    );
  }
  if (!ARCHITECTURES.includes(arch)) {
    return failed("Platform", `Linux on ${arch}.`, `Supported are ${ARCHITECTURES.join(" and ")}.`);
  }
  return ok("Platform", `Linux on ${arch}`);
}

export function checkNode(): Finding {
  const major = Number(process.versions.node.split(".")[0]);
  return major >= MIN_NODE_MAJOR
    ? ok("Node", process.versions.node)
    : failed(
        "Node",
        `${process.versions.node} is too old.`,
        `Start Catalyst by ./catalyst, which gets Node ${MIN_NODE_MAJOR}.`,
      );
}

export async function checkHome(home: string): Promise<Finding[]> {
  try {
    await makeHome(home);
    const probe = join(home, `.doctor-${process.pid}`);
    await writeFile(probe, "", { mode: 0o600 });
    await rm(probe);
    await access(home, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    return [failedBy("Home", error, `Make ${home} writable for you, or set CATALYST_HOME to another folder.`)];
  }
  return [await checkPermissions(home), await checkSpace(home)];
}

async function checkPermissions(home: string): Promise<Finding> {
  const { mode, uid } = await stat(home);
  if (uid !== process.getuid?.()) {
    return failed("Home", `${home} belongs to another user.`, "Set CATALYST_HOME to a folder of your own.");
  }
  // Others may need to pass through to what is meant for environments. One that they may write is refused by all commands.
  return (mode & 0o044) === 0
    ? ok("Home", home)
    : limited("Home", `${home} can be read by other users.`, `Close it: chmod 700 ${home}`);
}

async function checkSpace(home: string): Promise<Finding> {
  const { bavail, bsize, ffree } = await statfs(home);
  const free = bavail * bsize;
  const text = `${formatBytes(free)} free`;
  if (free < WANTED_FREE_BYTES / 5) {
    return failed(
      "Disk",
      text,
      "Make room: an agent takes about 0.4 GiB and each environment the size of its repository.",
    );
  }
  return free < WANTED_FREE_BYTES || (ffree > 0 && ffree < 50_000)
    ? limited(
        "Disk",
        `${text}, ${ffree} files`,
        "Make room soon: an agent takes about 0.4 GiB and each environment the size of its repository.",
      )
    : ok("Disk", text);
}
