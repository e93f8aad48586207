// SPDX-License-Identifier: Apache-2.0
// Holds scripts against a grammar of PowerShell: node powershell.mjs FOLDER FILE..., where FOLDER is
// where npm has put web-tree-sitter and tree-sitter-powershell.
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {resolve} from 'node:path';

const [folder, ...files] = process.argv.slice(2);
const require = createRequire(resolve(folder, 'package.json'));
const {Parser, Language} = require('web-tree-sitter');
await Parser.init();
const grammar = require.resolve('tree-sitter-powershell/package.json').replace('package.json', 'tree-sitter-powershell.wasm');
const parser = new Parser();
parser.setLanguage(await Language.load(grammar));

/** The first place of each mistake below a node. */
function mistakes(node) {
  if (node.isError || node.isMissing) return [node];
  return node.children.flatMap(mistakes);
}

let wrong = 0;
for (const file of files) {
  const text = readFileSync(file, 'utf8');
  // Windows PowerShell reads a file without a byte order mark in the machine's own code page.
  if (/[^\x00-\x7f]/.test(text)) {
    console.log(`${file}: has letters beyond ASCII`);
    wrong++;
  }
  for (const node of mistakes(parser.parse(text).rootNode)) {
    console.log(`${file}:${node.startPosition.row + 1}: no PowerShell: ${node.text.slice(0, 80)}`);
    wrong++;
  }
}
console.log(`${files.length} files, ${wrong} mistakes`);
process.exit(wrong === 0 ? 0 : 1);
