import { ZHQ_ENTRIES } from './data/zhq.ts';
import { NO_ROBOTS, type Portal } from './portal.ts';
import { siteServerPortal } from './siteserver.ts';

/** 湛河区 on the shared SiteServer farm of 平顶山: a year and a group of bodies a channel. */
export function zhqPortal(): Portal {
  return siteServerPortal({
    site: 'zhq',
    hosts: ['www.zhq.gov.cn'],
    name: '湛河区人民政府',
    owner: '湛河区人民政府办公室',
    identifier: '4104110001',
    charset: 'utf-8',
    gzip: false,
    validators: 'etag',
    robots: NO_ROBOTS,
    httpOnly: false,
    style: 'spans',
    pageSize: 4,
    navigation: [7092, 33190, 33066, 11872],
    channels: [
      { id: 7092, name: '政府信息公开', parent: null, type: '政府信息公开目录' },
      { id: 33190, name: '政府信息公开年报', parent: 7092, type: '信息公开年报' },
      { id: 33191, name: '区政府年报', parent: 33190, type: '信息公开年报' },
      { id: 33192, name: '2020年年报', parent: 33190, type: '信息公开年报' },
      { id: 33193, name: '2022年部门年报', parent: 33190, type: '信息公开年报' },
      { id: 33194, name: '2023年部门年报', parent: 33190, type: '信息公开年报' },
      { id: 33196, name: '2024年乡镇街道年报', parent: 33190, type: '信息公开年报' },
      { id: 33066, name: '规范性文件', parent: 7092, type: '政策文件' },
      { id: 11872, name: '预决算公开', parent: 7092 },
      { id: 33300, name: '法治政府建设年度报告', parent: 7092 },
    ],
    entries: ZHQ_ENTRIES,
  });
}
