/** The parts of an OASIS CSDL JSON 4.01 document that the model reads. */
export interface CsdlDocument {
  readonly $Version: string
  readonly $EntityContainer?: string
  readonly [namespace: string]: unknown
}

export interface CsdlMember {
  readonly $Kind?: string
  /** Absent: Edm.String. */
  readonly $Type?: string
  readonly $Collection?: boolean
  /** Absent: false, unlike CSDL XML. */
  readonly $Nullable?: boolean
  readonly $ContainsTarget?: boolean
}

export interface CsdlAction {
  readonly $Kind: string
  readonly $IsBound?: boolean
  readonly $Parameter?: readonly { readonly $Name: string; readonly $Type?: string }[]
}

export interface CsdlElement {
  readonly $Kind: string
  readonly $BaseType?: string
  readonly $Abstract?: boolean
  readonly $Key?: readonly string[]
  readonly [member: string]: unknown
}
