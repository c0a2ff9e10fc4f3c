import { ENVIRONMENT_PATHS } from "@catalyst/core";

const { answers, context, review } = ENVIRONMENT_PATHS;

/** Does what it is told: of comments on lines it takes each, and says so; it notes each turn that isn't the first. */
const MENDER = `
told=$(cat)
if printf '%s' "$told" | grep -qE 'Checks of your commit|Go on, please'; then
  echo again >> turns.txt; git add turns.txt; git commit -qm 'Go on'; echo Went on.; exit 0
fi
numbers=$(printf '%s' "$told" | grep -oE '[(]comment [0-9]+[)]' | grep -oE '[0-9]+')
if [ -z "$numbers" ]; then
  seq 1 20 > list.txt; date +%s%N >> list.txt; git add list.txt; git commit -qm 'Add the list'; echo Added the list.; exit 0
fi
said=''
for number in $numbers; do
  echo "mended $number" >> list.txt
  said="$said{\\"comment\\":$number,\\"done\\":true,\\"text\\":\\"Mended $number.\\"},"
done
git commit -qam 'Mend what the review found'
echo "{\\"answers\\":[\${said%,}]}" > ${answers}
echo Mended.
`;

/** Finds something at the line that the change has, with what to put there, and something far from it. */
const READER = `
cat > /dev/null
cat > ${review} <<'END'
{"findings":[
 {"file":"list.txt","line":100,"severity":"high","text":"It is two. @ada, Fixes #1","suggestion":{"replaces":"two","code":"2"}},
 {"file":"list.txt","line":7,"severity":"low","text":"Seven is far from it."},
 {"file":"../../etc/passwd","line":1,"severity":"low","text":"It is elsewhere."}
]}
END
echo Two things.
`;

/** Finds two things in what the first commit adds; of a second one it says that the first of them is mended. */
const CRITIC = `
told=$(cat)
name=$(printf '%s' "$told" | grep -oE '[[][0-9a-f]{12}[]] high' | grep -oE '[0-9a-f]{12}')
if [ -n "$name" ]; then
  echo "{\\"findings\\":[],\\"mended\\":[\\"$name\\"]}" > ${review}
  echo One is mended.; exit 0
fi
cat > ${review} <<'END'
{"findings":[
 {"file":"list.txt","line":99,"severity":"high","text":"It is no number."},
 {"file":"list.txt","line":100,"severity":"low","text":"It is two."}
]}
END
echo Two things.
`;

/** Says what it was told: of an issue in a file, of a change in a finding at the last of its files. */
const WITNESS = `
told=$(cat)
line() { printf '%s' "$told" | grep -cE "$1"; }
if [ "$(line 'What is wanted now: a review')" = 1 ]; then
  whole=$(grep -c '^diff --git' ${context}/change.diff)
  cat > ${review} <<END
{"findings":[{"file":"many/319.txt","line":2,"severity":"high","text":"Listed $(line '^- "many/'), shown $(line '^diff --git'), in the file $whole."}]}
END
  echo Looked.; exit 0
fi
image=$(printf '%s' "$told" | grep -oE '${context}/image-[0-9a-f]+[.][a-z]+' | head -n 1)
{
  echo "image \${image##*.} $(od -An -tx1 -N4 "$image" | tr -d ' ')"
  printf '%s\\n' "$told" | grep -E '^- (The work|Changes of|Rules|http)|^## |It waits for'
} > seen.txt
git add seen.txt; git commit -qm 'Say what was told'; echo Seen.
`;

/** Takes its time over a list that ends with "two", so that others can do something meanwhile. */
const WATCHER = `
cat > /dev/null
if tail -1 list.txt | grep -q two; then sleep 25; fi
echo '{"findings":[{"file":"list.txt","line":100,"severity":"low","text":"It ends here."}]}' > ${review}
echo Looked.
`;

/** The scripts of agents, by their names. */
export const AGENTS = { mender: MENDER, reader: READER, critic: CRITIC, witness: WITNESS, watcher: WATCHER };
