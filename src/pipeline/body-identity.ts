import { Converter } from 'opencc-js/t2cn';

let toSimplified: ((text: string) => string) | undefined;
let simplified: ReadonlySet<string> | undefined;

/**
 * A body's name for comparing and filing: half-width, without white space, in simplified characters. A name that
 * is simplified already stays as it is: conversion would turn 乾县 into 干县.
 */
export function bodyIdentity(body: string): string {
  const bare = body.normalize('NFKC').replace(/\s+/gu, '');
  simplified ??= simplifiedCharacters();
  for (const character of bare)
    if (!simplified.has(character)) {
      const convert = toSimplified ?? Converter({ from: 't', to: 'cn' });
      toSimplified = convert;
      return convert(bare);
    }
  return bare;
}

/** GB 2312 holds the simplified characters in common use, and the traditional form of none of them. */
function simplifiedCharacters(): ReadonlySet<string> {
  const bytes: number[] = [];
  for (let row = 0xa1; row <= 0xf7; row++) for (let cell = 0xa1; cell <= 0xfe; cell++) bytes.push(row, cell);
  const ascii = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i));
  return new Set([...new TextDecoder('gb18030').decode(new Uint8Array(bytes)), ...ascii]);
}
