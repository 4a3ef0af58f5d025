import type { Portal } from './portal.ts';
import { chengxiangPortal, liangpingPortal } from './trs-wcm.ts';
import { mulanPortal, xinfengPortal } from './ucap.ts';
import { lintanPortal } from './vsb.ts';

/** The replicas of the families beyond the five of the demo, one a line, by file name. */
export function familyPortals(): readonly Portal[] {
  return [
    // One a line.
    chengxiangPortal(),
    liangpingPortal(),
    mulanPortal(),
    xinfengPortal(),
    lintanPortal(),
  ];
}
