import { weiduPortal } from './epoint.ts';
import { hepingPortal } from './gkmlpt.ts';
import { kuanchengPortal, longxianPortal, tinghuPortal } from './hanweb-jcms.ts';
import { jiangyanPortal } from './hanweb-jpaas.ts';
import { liangshanPortal } from './hanweb-xxgk.ts';
import { taojiangPortal } from './hunan.ts';
import { pingchangPortal } from './lonsun.ts';
import { xuanzhouPortal } from './openness.ts';
import { yuwangtaiPortal } from './pc-list.ts';
import type { Portal } from './portal.ts';
import { chengxiangPortal, liangpingPortal } from './trs-wcm.ts';
import { mulanPortal, xinfengPortal } from './ucap.ts';
import { yanjiangPortal } from './unit-year.ts';
import { lintanPortal } from './vsb.ts';

/** The replicas of the families beyond the five of the demo, one a line, by file name. */
export function familyPortals(): readonly Portal[] {
  return [
    // One a line.
    kuanchengPortal(),
    longxianPortal(),
    tinghuPortal(),
    liangshanPortal(),
    jiangyanPortal(),
    chengxiangPortal(),
    liangpingPortal(),
    mulanPortal(),
    xinfengPortal(),
    lintanPortal(),
    hepingPortal(),
    pingchangPortal(),
    taojiangPortal(),
    weiduPortal(),
    xuanzhouPortal(),
    yanjiangPortal(),
    yuwangtaiPortal(),
  ];
}
