// Stops a program on a Node that is too old to parse it, with a message instead of a syntax error.
// Node 10 can parse this file. It is loaded before any other (node -r), and its function is copied
// to the start of the bundle.
'use strict';

module.exports = requireNode;
requireNode(require('../package.json').engines.node.replace('>=', ''));

/**
 * Exits with code 2 and a message on stderr if this Node is too old. Uses only globals, so that its
 * source text can be copied.
 *
 * @param {string} needed a version such as "20.18"
 */
function requireNode(needed) {
  const found = process.versions.node;
  const [major, minor] = found.split('.').map(Number);
  const [neededMajor, neededMinor] = needed.split('.').map(Number);
  if (major > neededMajor || (major === neededMajor && minor >= neededMinor)) return;
  const { LC_ALL, LC_MESSAGES, LANG } = process.env;
  const isChinese = /^zh\b|^zh_/i.test(LC_ALL || LC_MESSAGES || LANG || '');
  process.stderr.write(
    isChinese
      ? `Condenser 需要 Node.js ${needed} 或更高版本，当前是 ${found}（${process.execPath}）。请从 nodejs.org 安装新版本。\n`
      : `Condenser needs Node.js ${needed} or newer; this is ${found} (${process.execPath}). Install a newer version from nodejs.org.\n`,
  );
  process.exit(2);
}
