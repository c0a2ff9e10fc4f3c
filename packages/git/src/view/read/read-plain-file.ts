import { constants, open } from "node:fs/promises";

const FLAGS = constants.O_RDONLY | constants.O_NONBLOCK;

/** What is read of a file that somebody else may have made. */
export type PlainFile = { kind: "file"; bytes: Buffer } | { kind: "absent" } | { kind: "refused"; reason: string };

/**
 * The whole of a small file. Pipes, devices, links unless they are to be followed, and what is longer than `maxBytes` are
 * refused, and none is waited for.
 */
export async function readPlainFile(
  path: string,
  { maxBytes, followsLinks = false }: { maxBytes: number; followsLinks?: boolean },
): Promise<PlainFile> {
  const file = await open(path, followsLinks ? FLAGS : FLAGS | constants.O_NOFOLLOW).catch(
    (error: NodeJS.ErrnoException) => error,
  );
  if (file instanceof Error) {
    return refuse(file);
  }
  try {
    const { size } = await file.stat().then((entry) => (entry.isFile() ? entry : { size: null }));
    if (size === null) {
      return { kind: "refused", reason: "it is not a file" };
    }
    const bytes = Buffer.alloc(maxBytes + 1);
    const { bytesRead } = await file.read(bytes, 0, maxBytes + 1, 0);
    return bytesRead > maxBytes
      ? { kind: "refused", reason: `it is longer than ${maxBytes} bytes` }
      : { kind: "file", bytes: bytes.subarray(0, bytesRead) };
  } finally {
    await file.close();
  }
}

function refuse({ code, message }: NodeJS.ErrnoException): PlainFile {
  switch (code) {
    case "ENOENT":
    case "ENOTDIR":
      return { kind: "absent" };
    case "ELOOP":
      return { kind: "refused", reason: "it is a link" };
    case "ENXIO":
      return { kind: "refused", reason: "it is not a file" };
    case "EACCES":
      return { kind: "refused", reason: "it may not be read" };
    default:
      return { kind: "refused", reason: message };
  }
}
