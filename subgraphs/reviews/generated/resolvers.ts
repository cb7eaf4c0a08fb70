// Made by `npm run codegen` from schema/graphql/reviews.graphql; not for editing.
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { EntityRef, ReviewModel } from '../models.js';
import type { SubgraphContext } from '../context.js';
export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
export type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
export type MakeOptional<T, K extends keyof T> = Omit<T, K> & { [SubKey in K]?: Maybe<T[SubKey]> };
export type MakeMaybe<T, K extends keyof T> = Omit<T, K> & { [SubKey in K]: Maybe<T[SubKey]> };
export type MakeEmpty<T extends { [key: string]: unknown }, K extends keyof T> = { [_ in K]?: never };
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
export type Omit<T, K extends keyof T> = Pick<T, Exclude<keyof T, K>>;
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** An instant: RFC 3339, always in UTC. */
  DateTime: { input: Date; output: Date | number | string; }
  /** A signed position in a list or a feed. Opaque: store it, hand it back, never look inside. */
  Cursor: { input: string; output: string; }
  /** A whole number up to 2^53 - 1. */
  SafeInt: { input: number; output: number; }
  _FieldSet: { input: unknown; output: unknown; }
};

/** Anything with an id of its own. */
export type Node = {
  /** Globally unique, stable for ever. */
  id: Scalars['ID']['output'];
};

/** Where a page lies in its list. */
export type PageInfo = {
  /** Whether more edges follow the last one of this page. */
  hasNextPage: Scalars['Boolean']['output'];
  /** Whether this page was asked for with a cursor, and so has edges before it. */
  hasPreviousPage: Scalars['Boolean']['output'];
  /** The cursor of the first edge, null when the page is empty. */
  startCursor?: Maybe<Scalars['Cursor']['output']>;
  /** The cursor of the last edge, null when the page is empty; hand it back as `after`. */
  endCursor?: Maybe<Scalars['Cursor']['output']>;
};

/** A title that can be rated and reviewed. */
export type Movie = {
  /** Globally unique, stable for ever. */
  id: Scalars['ID']['output'];
  /** Reviews of this movie. `first` is 1 to 100. */
  reviews?: Maybe<ReviewConnection>;
};


/** A title that can be rated and reviewed. */
export type MovieReviewsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['Cursor']['input']>;
  orderBy?: InputMaybe<ReviewOrder>;
  includeSpoilers?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Someone who rates and reviews. */
export type User = {
  /** Globally unique, stable for ever. */
  id: Scalars['ID']['output'];
  /** Reviews that this user wrote, newest first. `first` is 1 to 100. */
  reviews?: Maybe<ReviewConnection>;
};


/** Someone who rates and reviews. */
export type UserReviewsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['Cursor']['input']>;
};

/** How reviews are sorted. */
export type ReviewOrder =
  /** Most helpful first (lower bound of the Wilson score interval, 95 %), then newest. */
  | 'TOP'
  /** Newest first. */
  | 'NEWEST';

/** What a user wrote about a movie: one review per user and movie. */
export type Review = Node & {
  /** Globally unique, stable for ever. */
  id: Scalars['ID']['output'];
  /** The movie. */
  movie?: Maybe<Movie>;
  /** Who wrote it. */
  author?: Maybe<User>;
  /** A headline. */
  summary?: Maybe<Scalars['String']['output']>;
  /** The review as it was given. */
  text: Scalars['String']['output'];
  /** Whether it gives the plot away. */
  containsSpoilers: Scalars['Boolean']['output'];
  /** A score from 1 to 10 that is shown with the review and not counted as a rating. */
  score?: Maybe<Scalars['Int']['output']>;
  /** How many found it helpful. */
  helpful: HelpfulVotes;
  /** When the present text was submitted. */
  createdAt: Scalars['DateTime']['output'];
};

/** Votes on whether a review helped. */
export type HelpfulVotes = {
  /** Votes that say it did. */
  up: Scalars['Int']['output'];
  /** All votes. */
  total: Scalars['Int']['output'];
};

/** A page of reviews. */
export type ReviewConnection = {
  /** The reviews with their cursors. */
  edges: Array<ReviewEdge>;
  /** The reviews alone. */
  nodes: Array<Review>;
  /** Where this page lies. */
  pageInfo: PageInfo;
};

/** One review in a list. */
export type ReviewEdge = {
  /** Hand it back as `after` to go on behind this review. */
  cursor: Scalars['Cursor']['output'];
  /** The review. */
  node: Review;
};

/** How much there is of everything. A figure is null when its subgraph did not answer. */
export type Statistics = {
  /** Reviews that stand now. */
  reviews?: Maybe<Scalars['SafeInt']['output']>;
};

export type Query = {
  /** One review, or null when there is none with this id. */
  review?: Maybe<Review>;
  /** How much there is of everything. */
  statistics: Statistics;
};


export type QueryReviewArgs = {
  id: Scalars['ID']['input'];
};

/** Something in the request that the caller can put right. */
export type UserError = {
  /** What kind of mistake it is. */
  code: UserErrorCode;
  /** The path of the input field, null when no single field is at fault. */
  field?: Maybe<Array<Scalars['String']['output']>>;
  /** What is wrong and what to do, for a person. */
  message: Scalars['String']['output'];
};

/** The kinds of mistake a request can hold. */
export type UserErrorCode =
  /** A value is outside what is allowed. */
  | 'INVALID'
  /** What the request names does not exist. */
  | 'NOT_FOUND'
  /** Somebody else has it already. */
  | 'TAKEN'
  /** E-mail and password do not belong together. */
  | 'WRONG_CREDENTIALS'
  /** This viewer may not do that. */
  | 'FORBIDDEN'
  /** It contradicts what was sent before. */
  | 'CONFLICT';

export type Mutation = {
  /** Writes the viewer's review of a movie, or replaces it. Answered when it is durable. */
  submitReview: ReviewPayload;
  /** Takes the viewer's review back. Answered when it is durable. */
  deleteReview: ReviewPayload;
  /** Says whether a review helped: one vote per user, which can be changed. Nobody votes on a review of their own. */
  voteReview: ReviewPayload;
};


export type MutationSubmitReviewArgs = {
  input: SubmitReviewInput;
};


export type MutationDeleteReviewArgs = {
  input: DeleteReviewInput;
};


export type MutationVoteReviewArgs = {
  input: VoteReviewInput;
};

/** A review of a movie. */
export type SubmitReviewInput = {
  /** The movie. */
  movieId: Scalars['ID']['input'];
  /** A headline, up to 300 characters. */
  summary?: InputMaybe<Scalars['String']['input']>;
  /** 1 to 20,000 characters, returned as given. */
  text: Scalars['String']['input'];
  /** Whether it gives the plot away. */
  containsSpoilers?: InputMaybe<Scalars['Boolean']['input']>;
  /** 1 to 10, shown with the review and not counted as a rating. */
  score?: InputMaybe<Scalars['Int']['input']>;
  /** 1 to 128 characters. The same key for the same movie has an effect once in 24 hours. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** A review to take back. */
export type DeleteReviewInput = {
  /** The review. */
  reviewId: Scalars['ID']['input'];
};

/** A vote on a review. */
export type VoteReviewInput = {
  /** The review. */
  reviewId: Scalars['ID']['input'];
  /** Whether it helped. */
  helpful: Scalars['Boolean']['input'];
};

/** What came of submitReview, deleteReview or voteReview. */
export type ReviewPayload = {
  /** The review as it stands now; null when it was deleted or the input was refused. */
  review?: Maybe<Review>;
  /** Whether queries show it already. False: it is stored and will show soon. */
  applied: Scalars['Boolean']['output'];
  /** The position of the event. */
  cursor?: Maybe<Scalars['Cursor']['output']>;
  /** Why the input was refused; empty on success. */
  userErrors: Array<UserError>;
};

export type Subscription = {
  /** Every review submitted or replaced from now on, for one movie or for all. */
  reviewAdded: Review;
};


export type SubscriptionReviewAddedArgs = {
  movieId?: InputMaybe<Scalars['ID']['input']>;
};



export type ResolverTypeWrapper<T> = Promise<T> | T;

export type ReferenceResolver<TResult, TReference, TContext> = (
      reference: TReference,
      context: TContext,
      info: GraphQLResolveInfo
    ) => Promise<TResult> | TResult;

      type ScalarCheck<T, S> = S extends true ? T : NullableCheck<T, S>;
      type NullableCheck<T, S> = Maybe<T> extends T ? Maybe<ListCheck<NonNullable<T>, S>> : ListCheck<T, S>;
      type ListCheck<T, S> = T extends (infer U)[] ? NullableCheck<U, S>[] : GraphQLRecursivePick<T, S>;
      export type GraphQLRecursivePick<T, S> = { [K in keyof T & keyof S]: ScalarCheck<T[K], S[K]> };
    

export type ResolverWithResolve<TResult, TParent, TContext, TArgs> = {
  resolve: ResolverFn<TResult, TParent, TContext, TArgs>;
};
export type Resolver<TResult, TParent = {}, TContext = {}, TArgs = {}> = ResolverFn<TResult, TParent, TContext, TArgs> | ResolverWithResolve<TResult, TParent, TContext, TArgs>;

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => Promise<TResult> | TResult;

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>;

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>;
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>;
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>;
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>;
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>;

export type SubscriptionResolver<TResult, TKey extends string, TParent = {}, TContext = {}, TArgs = {}> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>;

export type TypeResolveFn<TTypes, TParent = {}, TContext = {}> = (
  parent: TParent,
  context: TContext,
  info: GraphQLResolveInfo
) => Maybe<TTypes> | Promise<Maybe<TTypes>>;

export type IsTypeOfResolverFn<T = {}, TContext = {}> = (obj: T, context: TContext, info: GraphQLResolveInfo) => boolean | Promise<boolean>;

export type NextResolverFn<T> = () => Promise<T>;

export type DirectiveResolverFn<TResult = {}, TParent = {}, TContext = {}, TArgs = {}> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;


/** Mapping of interface types */
export type ResolversInterfaceTypes<_RefType extends Record<string, unknown>> = {
  Node: ( ReviewModel );
};

/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  Cursor: ResolverTypeWrapper<Scalars['Cursor']['output']>;
  SafeInt: ResolverTypeWrapper<Scalars['SafeInt']['output']>;
  Node: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['Node']>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  Movie: ResolverTypeWrapper<EntityRef>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  User: ResolverTypeWrapper<EntityRef>;
  ReviewOrder: ReviewOrder;
  Review: ResolverTypeWrapper<ReviewModel>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  HelpfulVotes: ResolverTypeWrapper<HelpfulVotes>;
  ReviewConnection: ResolverTypeWrapper<Omit<ReviewConnection, 'edges' | 'nodes'> & { edges: Array<ResolversTypes['ReviewEdge']>, nodes: Array<ResolversTypes['Review']> }>;
  ReviewEdge: ResolverTypeWrapper<Omit<ReviewEdge, 'node'> & { node: ResolversTypes['Review'] }>;
  Statistics: ResolverTypeWrapper<Statistics>;
  Query: ResolverTypeWrapper<{}>;
  UserError: ResolverTypeWrapper<UserError>;
  UserErrorCode: UserErrorCode;
  Mutation: ResolverTypeWrapper<{}>;
  SubmitReviewInput: SubmitReviewInput;
  DeleteReviewInput: DeleteReviewInput;
  VoteReviewInput: VoteReviewInput;
  ReviewPayload: ResolverTypeWrapper<Omit<ReviewPayload, 'review'> & { review?: Maybe<ResolversTypes['Review']> }>;
  Subscription: ResolverTypeWrapper<{}>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  DateTime: Scalars['DateTime']['output'];
  Cursor: Scalars['Cursor']['output'];
  SafeInt: Scalars['SafeInt']['output'];
  Node: ResolversInterfaceTypes<ResolversParentTypes>['Node'];
  ID: Scalars['ID']['output'];
  PageInfo: PageInfo;
  Boolean: Scalars['Boolean']['output'];
  Movie: EntityRef;
  Int: Scalars['Int']['output'];
  User: EntityRef;
  Review: ReviewModel;
  String: Scalars['String']['output'];
  HelpfulVotes: HelpfulVotes;
  ReviewConnection: Omit<ReviewConnection, 'edges' | 'nodes'> & { edges: Array<ResolversParentTypes['ReviewEdge']>, nodes: Array<ResolversParentTypes['Review']> };
  ReviewEdge: Omit<ReviewEdge, 'node'> & { node: ResolversParentTypes['Review'] };
  Statistics: Statistics;
  Query: {};
  UserError: UserError;
  Mutation: {};
  SubmitReviewInput: SubmitReviewInput;
  DeleteReviewInput: DeleteReviewInput;
  VoteReviewInput: VoteReviewInput;
  ReviewPayload: Omit<ReviewPayload, 'review'> & { review?: Maybe<ResolversParentTypes['Review']> };
  Subscription: {};
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export interface CursorScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Cursor'], any> {
  name: 'Cursor';
}

export interface SafeIntScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['SafeInt'], any> {
  name: 'SafeInt';
}

export type NodeResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['Node'] = ResolversParentTypes['Node']> = {
  __resolveType: TypeResolveFn<'Review', ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  endCursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type MovieResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['Movie'] = ResolversParentTypes['Movie']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Movie']>, { __typename: 'Movie' } & GraphQLRecursivePick<ParentType, {"id":true}>, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  reviews?: Resolver<Maybe<ResolversTypes['ReviewConnection']>, ParentType, ContextType, RequireFields<MovieReviewsArgs, 'first' | 'orderBy' | 'includeSpoilers'>>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type UserResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['User'] = ResolversParentTypes['User']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['User']>, { __typename: 'User' } & GraphQLRecursivePick<ParentType, {"id":true}>, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  reviews?: Resolver<Maybe<ResolversTypes['ReviewConnection']>, ParentType, ContextType, RequireFields<UserReviewsArgs, 'first'>>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ReviewResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['Review'] = ResolversParentTypes['Review']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  movie?: Resolver<Maybe<ResolversTypes['Movie']>, ParentType, ContextType>;
  author?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  summary?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  containsSpoilers?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  score?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  helpful?: Resolver<ResolversTypes['HelpfulVotes'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type HelpfulVotesResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['HelpfulVotes'] = ResolversParentTypes['HelpfulVotes']> = {
  up?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  total?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ReviewConnectionResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['ReviewConnection'] = ResolversParentTypes['ReviewConnection']> = {
  edges?: Resolver<Array<ResolversTypes['ReviewEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['Review']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ReviewEdgeResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['ReviewEdge'] = ResolversParentTypes['ReviewEdge']> = {
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Review'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type StatisticsResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['Statistics'] = ResolversParentTypes['Statistics']> = {
  reviews?: Resolver<Maybe<ResolversTypes['SafeInt']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type QueryResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  review?: Resolver<Maybe<ResolversTypes['Review']>, ParentType, ContextType, RequireFields<QueryReviewArgs, 'id'>>;
  statistics?: Resolver<ResolversTypes['Statistics'], ParentType, ContextType>;
};

export type UserErrorResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['UserError'] = ResolversParentTypes['UserError']> = {
  code?: Resolver<ResolversTypes['UserErrorCode'], ParentType, ContextType>;
  field?: Resolver<Maybe<Array<ResolversTypes['String']>>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type MutationResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  submitReview?: Resolver<ResolversTypes['ReviewPayload'], ParentType, ContextType, RequireFields<MutationSubmitReviewArgs, 'input'>>;
  deleteReview?: Resolver<ResolversTypes['ReviewPayload'], ParentType, ContextType, RequireFields<MutationDeleteReviewArgs, 'input'>>;
  voteReview?: Resolver<ResolversTypes['ReviewPayload'], ParentType, ContextType, RequireFields<MutationVoteReviewArgs, 'input'>>;
};

export type ReviewPayloadResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['ReviewPayload'] = ResolversParentTypes['ReviewPayload']> = {
  review?: Resolver<Maybe<ResolversTypes['Review']>, ParentType, ContextType>;
  applied?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  cursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type SubscriptionResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription']> = {
  reviewAdded?: SubscriptionResolver<ResolversTypes['Review'], "reviewAdded", ParentType, ContextType, Partial<SubscriptionReviewAddedArgs>>;
};

export type Resolvers<ContextType = SubgraphContext> = {
  DateTime?: GraphQLScalarType;
  Cursor?: GraphQLScalarType;
  SafeInt?: GraphQLScalarType;
  Node?: NodeResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  Movie?: MovieResolvers<ContextType>;
  User?: UserResolvers<ContextType>;
  Review?: ReviewResolvers<ContextType>;
  HelpfulVotes?: HelpfulVotesResolvers<ContextType>;
  ReviewConnection?: ReviewConnectionResolvers<ContextType>;
  ReviewEdge?: ReviewEdgeResolvers<ContextType>;
  Statistics?: StatisticsResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  UserError?: UserErrorResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  ReviewPayload?: ReviewPayloadResolvers<ContextType>;
  Subscription?: SubscriptionResolvers<ContextType>;
};

