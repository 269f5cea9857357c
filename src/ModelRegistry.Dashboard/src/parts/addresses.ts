const part = encodeURIComponent;

export const modelAddress = (model: string) => `/models/${part(model)}`;
export const versionAddress = (model: string, number: number) => `/models/${part(model)}/versions/${number}`;
export const experimentAddress = (name: string) => `/experiments/${part(name)}`;
export const monitoringAddress = (model: string) => `/monitoring/${part(model)}`;
export const reportAddress = (model: string, id: string) => `/monitoring/${part(model)}/reports/${id}`;
