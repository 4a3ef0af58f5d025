import { RUZHOU_ENTRIES } from './data/ruzhou.ts';
import type { Portal } from './portal.ts';
import { siteServerPortal } from './siteserver.ts';

/** 汝州市, same farm: the way in is a content page, and old reports were all imported on one day. */
export function ruzhouPortal(): Portal {
  return siteServerPortal({
    site: 'ruzhou',
    hosts: ['www.ruzhou.gov.cn', 'ruzhou.gov.cn'],
    name: '汝州市人民政府',
    owner: '汝州市人民政府办公室',
    identifier: '4104820001',
    charset: 'utf-8',
    gzip: false,
    validators: 'last-modified',
    robots: {
      status: 200,
      type: 'text/plain',
      body: 'User-agent: *\nDisallow: /admin/\nDisallow: /search.html\nCrawl-delay: 0\n',
    },
    httpOnly: false,
    style: 'plain',
    pageSize: 3,
    navigation: [36561, 36778, 36789],
    entry: {
      path: '/contents/36774/325901.html',
      title: '政府信息公开',
      channels: [36774, 36778, 36789, 36561, 37540],
    },
    channels: [
      { id: 36774, name: '政府信息公开专栏', parent: null },
      { id: 36561, name: '新闻中心', parent: null, type: '工作动态' },
      { id: 36778, name: '领导之窗', parent: 36774, type: '负责人信息' },
      { id: 36789, name: '财政预决算', parent: 36774 },
      { id: 37540, name: '政府信息公开年报', parent: 36774, type: '信息公开年报' },
      { id: 37551, name: '2019年市政府年报', parent: 37540 },
      { id: 37547, name: '2020年市政府年报', parent: 37540 },
      { id: 37548, name: '2020年部门年报', parent: 37540 },
      { id: 37561, name: '2021年乡镇街道年报', parent: 37540 },
      { id: 42001, name: '2023年市政府年报', parent: 37540 },
      { id: 43010, name: '2024年年报', parent: 37540 },
      { id: 43012, name: '市直部门', parent: 43010 },
      { id: 43013, name: '乡镇街道', parent: 43010 },
    ],
    entries: RUZHOU_ENTRIES,
  });
}
