/** The rest of Graph, by name: what the real service has and the emulator leaves to others or answers 501. */

/** Hosts of every cloud, retired and test ones included (graph deployments page). */
export const GRAPH_HOSTS = [
  'graph.microsoft.com',
  'graph.microsoft.us',
  'dod-graph.microsoft.us',
  'microsoftgraph.chinacloudapi.cn',
  'graph.microsoft.de',
  'canary.graph.microsoft.com',
] as const

/** The Graph hosts of each cloud: one's tokens are no good in another. */
export const GRAPH_CLOUDS: readonly (readonly string[])[] = [
  ['graph.microsoft.com', 'canary.graph.microsoft.com'],
  ['graph.microsoft.us'],
  ['dod-graph.microsoft.us'],
  ['microsoftgraph.chinacloudapi.cn'],
  ['graph.microsoft.de'],
]

const names = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/))

/** Entity sets and singletons of v1.0 beside deviceManagement. */
export const ROOTS = names(`
  admin agreementAcceptances agreements appCatalogs applications applicationTemplates appRoleAssignments auditLogs
  authenticationMethodConfigurations authenticationMethodsPolicy certificateBasedAuthConfiguration chats
  communications compliance connections contacts contracts copilot dataPolicyOperations deviceAppManagement devices
  directory directoryObjects directoryRoles directoryRoleTemplates domainDnsRecords domains drive drives education
  employeeExperience external filterOperators functions groupLifecyclePolicies groups groupSettings
  groupSettingTemplates identity identityGovernance identityProtection identityProviders informationProtection
  invitations me oauth2PermissionGrants organization permissionGrants places planner policies print privacy reports
  roleManagement schemaExtensions scopedRoleMemberships search security servicePrincipals shares sites solutions
  storage subscribedSkus subscriptions teams teamsTemplates teamwork tenantRelationships users`)

/** Members of the deviceManagement singleton in v1.0 that are not emulated. */
export const DEVICE_MANAGEMENT_MEMBERS = names(`
  applePushNotificationCertificate auditEvents complianceManagementPartners conditionalAccessSettings detectedApps
  deviceCategories deviceCompliancePolicies deviceCompliancePolicyDeviceStateSummary
  deviceCompliancePolicySettingStateSummaries deviceConfigurationDeviceStateSummaries deviceConfigurations
  deviceEnrollmentConfigurations exchangeConnectors importedWindowsAutopilotDeviceIdentities iosUpdateStatuses
  managedDeviceOverview managedDevices mobileAppTroubleshootingEvents mobileThreatDefenseConnectors
  notificationMessageTemplates remoteAssistancePartners reports resourceOperations roleAssignments roleDefinitions
  softwareUpdateStatusSummary termsAndConditions troubleshootingEvents virtualEndpoint
  windowsAutopilotDeviceIdentities windowsInformationProtectionAppLearningSummaries
  windowsInformationProtectionNetworkLearningSummaries windowsMalwareInformation
  userExperienceAnalyticsAppHealthApplicationPerformance
  userExperienceAnalyticsAppHealthApplicationPerformanceByAppVersionDetails
  userExperienceAnalyticsAppHealthApplicationPerformanceByAppVersionDeviceId
  userExperienceAnalyticsAppHealthApplicationPerformanceByOSVersion
  userExperienceAnalyticsAppHealthDeviceModelPerformance userExperienceAnalyticsAppHealthDevicePerformance
  userExperienceAnalyticsAppHealthDevicePerformanceDetails userExperienceAnalyticsAppHealthOSVersionPerformance
  userExperienceAnalyticsAppHealthOverview userExperienceAnalyticsBaselines userExperienceAnalyticsCategories
  userExperienceAnalyticsDevicePerformance userExperienceAnalyticsDeviceScores
  userExperienceAnalyticsDeviceStartupHistory userExperienceAnalyticsDeviceStartupProcesses
  userExperienceAnalyticsDeviceStartupProcessPerformance userExperienceAnalyticsMetricHistory
  userExperienceAnalyticsModelScores userExperienceAnalyticsOverview userExperienceAnalyticsScoreHistory
  userExperienceAnalyticsWorkFromAnywhereHardwareReadinessMetric userExperienceAnalyticsWorkFromAnywhereMetrics
  userExperienceAnalyticsWorkFromAnywhereModelPerformance`)

/** Its functions, and what beta has besides. */
export const DEVICE_MANAGEMENT_OTHERS = names(`
  getEffectivePermissions verifyWindowsEnrollmentAutoDiscovery userExperienceAnalyticsSummarizeWorkFromAnywhereDevices
  certificateConnectorDetails chromeOSOnboardingSettings depOnboardingSettings domainJoinConnectors ndesConnectors
  zebraFotaConnector assignmentFilters configurationPolicies deviceManagementScripts`)

/** Entity types of this family that Intune's own texts know by name. */
export const ENTITY_TYPES: ReadonlySet<string> = new Set(
  [
    ...names(`
  user group device application servicePrincipal managedDevice complianceManagementPartner
  deviceManagementExchangeConnector mobileThreatDefenseConnector remoteAssistancePartner iosUpdateDeviceStatus
  onPremisesConditionalAccessSettings applePushNotificationCertificate resourceOperation deviceConfiguration
  deviceCompliancePolicy deviceCategory`),
  ].map((name) => `microsoft.graph.${name}`),
)
