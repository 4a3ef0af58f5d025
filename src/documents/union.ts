/** Numbers put together into groups (union-find). `parent` holds for each the next on the way to its group's first. */

/** The first of a number's group; shortens the way for the next who asks. */
export function firstOf(parent: number[], number: number): number {
  let at = number;
  while (parent[at] !== at) {
    const up = parent[parent[at] ?? at] ?? at;
    parent[at] = up;
    at = up;
  }
  return at;
}
