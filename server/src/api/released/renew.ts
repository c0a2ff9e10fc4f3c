/** `npm run release:contract`: from now on clients of the contract as it is are to be answered by every server that comes. */
import { writeFileSync } from "node:fs";
import { describeContract } from "../describe-contract.ts";
import { RELEASED_FILE } from "./released-file.ts";

writeFileSync(RELEASED_FILE, `${JSON.stringify(describeContract())}\n`);
