// Made by `npm run codegen` from schema/graphql/ratings.graphql; not for editing.
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { EntityRef, RatingModel, RatingSummaryModel, RatingEventModel, FeedProgressModel, FeedGapModel, RateMoviePayloadModel } from '../models.js';
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
  /** Count, average and spread of all ratings. */
  ratingSummary?: Maybe<RatingSummary>;
  /** Ratings of this movie, newest first. `first` is 1 to 100. */
  ratings?: Maybe<RatingConnection>;
  /** What the signed-in viewer gave, null when nothing or nobody is signed in. */
  viewerRating?: Maybe<Rating>;
};


/** A title that can be rated and reviewed. */
export type MovieRatingsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['Cursor']['input']>;
};

/** Someone who rates and reviews. */
export type User = {
  /** Globally unique, stable for ever. */
  id: Scalars['ID']['output'];
  /** Ratings that this user gave, newest first. `first` is 1 to 100. */
  ratings?: Maybe<RatingConnection>;
};


/** Someone who rates and reviews. */
export type UserRatingsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['Cursor']['input']>;
};

/** A score that a user gave to a movie. */
export type Rating = Node & {
  /** Globally unique, stable for ever: one user has one rating of a movie. */
  id: Scalars['ID']['output'];
  /** The movie. */
  movie?: Maybe<Movie>;
  /** Who gave it. */
  user?: Maybe<User>;
  /** 1 to 10. */
  score: Scalars['Int']['output'];
  /** When it was given, or changed last. */
  ratedAt: Scalars['DateTime']['output'];
};

/** A page of ratings. */
export type RatingConnection = {
  /** The ratings with their cursors. */
  edges: Array<RatingEdge>;
  /** The ratings alone. */
  nodes: Array<Rating>;
  /** Where this page lies. */
  pageInfo: PageInfo;
};

/** One rating in a list. */
export type RatingEdge = {
  /** Hand it back as `after` to go on behind this rating. */
  cursor: Scalars['Cursor']['output'];
  /** The rating. */
  node: Rating;
};

/** All ratings of a movie in figures, true at `cursor`. */
export type RatingSummary = {
  /** How many users rate it now. */
  count: Scalars['Int']['output'];
  /** Mean score, 1 to 10; null when count is 0. */
  average?: Maybe<Scalars['Float']['output']>;
  /** Of the sample (n - 1); null under 2 ratings. */
  standardDeviation?: Maybe<Scalars['Float']['output']>;
  /** Ten counts: how often score 1, 2, … 10 was given. */
  histogram: Array<Scalars['Int']['output']>;
  /** 0.7 times the mean on a five-star scale (average / 2) plus 0.3 times ln(count + 1). */
  popularityScore: Scalars['Float']['output'];
  /** The position that these figures are true at; good as `after` in this movie's feeds. */
  cursor: Scalars['Cursor']['output'];
};

/** What happened to a rating. */
export type RatingChangeKind =
  /** A user rated a movie for the first time, or again after removing it. */
  | 'ADDED'
  /** A user gave another score, or the same one anew. */
  | 'CHANGED'
  /** A user took the rating back. */
  | 'REMOVED';

/** What a rating feed carries. */
export type RatingFeedItem = RatingEvent | FeedProgress | FeedGap;

/** One accepted change of a rating. */
export type RatingEvent = {
  /** Resume behind this event with `after`. */
  cursor: Scalars['Cursor']['output'];
  /** Unique for this change: the same on every replica and in every replay. */
  eventId: Scalars['ID']['output'];
  /** Added, changed or removed. */
  kind: RatingChangeKind;
  /** The movie. */
  movie?: Maybe<Movie>;
  /** Who rated. */
  user?: Maybe<User>;
  /** 1 to 10; null when it was removed. */
  score?: Maybe<Scalars['Int']['output']>;
  /** The score before; null when there was none. */
  previousScore?: Maybe<Scalars['Int']['output']>;
  /** When it was rated or removed. */
  ratedAt: Scalars['DateTime']['output'];
  /** The movie's figures right after this change. */
  summary: RatingSummary;
};

/** Nothing for this subscriber up to `cursor`. */
export type FeedProgress = {
  /** Resume from here with `after`. */
  cursor: Scalars['Cursor']['output'];
  /** Whether the replay has caught up and what follows is live. */
  live: Scalars['Boolean']['output'];
};

/** Something for this subscriber may be missing before `cursor`. */
export type FeedGap = {
  /** Resume from here with `after`. */
  cursor: Scalars['Cursor']['output'];
  /** Why. */
  reason: FeedGapReason;
};

/** Why a feed has a gap. */
export type FeedGapReason =
  /** The cursor is older than what is kept. */
  | 'RETENTION'
  /** More was missed than one replay may read. */
  | 'REPLAY_LIMIT'
  /** The client read more slowly than events came. */
  | 'SLOW_CLIENT'
  /** The store could not be read. */
  | 'UNAVAILABLE';

/** How much there is of everything. A figure is null when its subgraph did not answer. */
export type Statistics = {
  /** Ratings that stand now. */
  ratings?: Maybe<Scalars['SafeInt']['output']>;
  /** Mean score of all ratings, 1 to 10; null when there are none. */
  averageScore?: Maybe<Scalars['Float']['output']>;
};

export type Query = {
  /** How much there is of everything. */
  statistics: Statistics;
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
  /** Gives a movie a score from 1 to 10, or replaces the one given before. Answered when it is durable. */
  rateMovie: RateMoviePayload;
  /** Takes the viewer's rating back. Answered when it is durable. */
  removeRating: RateMoviePayload;
};


export type MutationRateMovieArgs = {
  input: RateMovieInput;
};


export type MutationRemoveRatingArgs = {
  input: RemoveRatingInput;
};

/** A score for a movie. */
export type RateMovieInput = {
  /** The movie. */
  movieId: Scalars['ID']['input'];
  /** 1 to 10. */
  score: Scalars['Int']['input'];
  /** 1 to 128 characters. The same key for the same movie has an effect once in 24 hours, so a request with an unknown outcome can be sent again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** A rating to take back. */
export type RemoveRatingInput = {
  /** The movie. */
  movieId: Scalars['ID']['input'];
  /** 1 to 128 characters. The same key for the same movie has an effect once in 24 hours, so a request with an unknown outcome can be sent again. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** What came of rateMovie or removeRating. */
export type RateMoviePayload = {
  /** The viewer's rating as it stands now; null when there is none, or it is not applied yet and was a removal. */
  rating?: Maybe<Rating>;
  /** The movie. */
  movie?: Maybe<Movie>;
  /** The event that was stored; null when the input was refused. */
  eventId?: Maybe<Scalars['ID']['output']>;
  /** Whether queries show it already. False: it is stored and will show soon. */
  applied: Scalars['Boolean']['output'];
  /** The position of the event, good as `after` in this movie's feeds. */
  cursor?: Maybe<Scalars['Cursor']['output']>;
  /** Why the input was refused; empty on success. */
  userErrors: Array<UserError>;
};

export type Subscription = {
  /** Every rating given or changed from now on, for one movie or for all. */
  ratingAdded: Rating;
  /** Every change of a rating, resumable without a gap: hand back the last `cursor` as `after`. */
  ratingFeed: RatingFeedItem;
  /** A movie's figures as they are now, then after every change; with `after`, only what changed since. */
  ratingSummaryChanged: RatingSummary;
};


export type SubscriptionRatingAddedArgs = {
  movieId?: InputMaybe<Scalars['ID']['input']>;
};


export type SubscriptionRatingFeedArgs = {
  movieId?: InputMaybe<Scalars['ID']['input']>;
  userId?: InputMaybe<Scalars['ID']['input']>;
  genre?: InputMaybe<Scalars['String']['input']>;
  includeImports?: InputMaybe<Scalars['Boolean']['input']>;
  after?: InputMaybe<Scalars['Cursor']['input']>;
};


export type SubscriptionRatingSummaryChangedArgs = {
  movieId: Scalars['ID']['input'];
  after?: InputMaybe<Scalars['Cursor']['input']>;
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

/** Mapping of union types */
export type ResolversUnionTypes<_RefType extends Record<string, unknown>> = {
  RatingFeedItem: ( RatingEventModel ) | ( FeedProgressModel ) | ( FeedGapModel );
};

/** Mapping of interface types */
export type ResolversInterfaceTypes<_RefType extends Record<string, unknown>> = {
  Node: ( RatingModel );
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
  Rating: ResolverTypeWrapper<RatingModel>;
  RatingConnection: ResolverTypeWrapper<Omit<RatingConnection, 'edges' | 'nodes'> & { edges: Array<ResolversTypes['RatingEdge']>, nodes: Array<ResolversTypes['Rating']> }>;
  RatingEdge: ResolverTypeWrapper<Omit<RatingEdge, 'node'> & { node: ResolversTypes['Rating'] }>;
  RatingSummary: ResolverTypeWrapper<RatingSummaryModel>;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  RatingChangeKind: RatingChangeKind;
  RatingFeedItem: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['RatingFeedItem']>;
  RatingEvent: ResolverTypeWrapper<RatingEventModel>;
  FeedProgress: ResolverTypeWrapper<FeedProgressModel>;
  FeedGap: ResolverTypeWrapper<FeedGapModel>;
  FeedGapReason: FeedGapReason;
  Statistics: ResolverTypeWrapper<Statistics>;
  Query: ResolverTypeWrapper<{}>;
  UserError: ResolverTypeWrapper<UserError>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  UserErrorCode: UserErrorCode;
  Mutation: ResolverTypeWrapper<{}>;
  RateMovieInput: RateMovieInput;
  RemoveRatingInput: RemoveRatingInput;
  RateMoviePayload: ResolverTypeWrapper<RateMoviePayloadModel>;
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
  Rating: RatingModel;
  RatingConnection: Omit<RatingConnection, 'edges' | 'nodes'> & { edges: Array<ResolversParentTypes['RatingEdge']>, nodes: Array<ResolversParentTypes['Rating']> };
  RatingEdge: Omit<RatingEdge, 'node'> & { node: ResolversParentTypes['Rating'] };
  RatingSummary: RatingSummaryModel;
  Float: Scalars['Float']['output'];
  RatingFeedItem: ResolversUnionTypes<ResolversParentTypes>['RatingFeedItem'];
  RatingEvent: RatingEventModel;
  FeedProgress: FeedProgressModel;
  FeedGap: FeedGapModel;
  Statistics: Statistics;
  Query: {};
  UserError: UserError;
  String: Scalars['String']['output'];
  Mutation: {};
  RateMovieInput: RateMovieInput;
  RemoveRatingInput: RemoveRatingInput;
  RateMoviePayload: RateMoviePayloadModel;
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
  __resolveType: TypeResolveFn<'Rating', ParentType, ContextType>;
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
  ratingSummary?: Resolver<Maybe<ResolversTypes['RatingSummary']>, ParentType, ContextType>;
  ratings?: Resolver<Maybe<ResolversTypes['RatingConnection']>, ParentType, ContextType, RequireFields<MovieRatingsArgs, 'first'>>;
  viewerRating?: Resolver<Maybe<ResolversTypes['Rating']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type UserResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['User'] = ResolversParentTypes['User']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['User']>, { __typename: 'User' } & GraphQLRecursivePick<ParentType, {"id":true}>, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  ratings?: Resolver<Maybe<ResolversTypes['RatingConnection']>, ParentType, ContextType, RequireFields<UserRatingsArgs, 'first'>>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type RatingResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['Rating'] = ResolversParentTypes['Rating']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  movie?: Resolver<Maybe<ResolversTypes['Movie']>, ParentType, ContextType>;
  user?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  score?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  ratedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type RatingConnectionResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['RatingConnection'] = ResolversParentTypes['RatingConnection']> = {
  edges?: Resolver<Array<ResolversTypes['RatingEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['Rating']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type RatingEdgeResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['RatingEdge'] = ResolversParentTypes['RatingEdge']> = {
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Rating'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type RatingSummaryResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['RatingSummary'] = ResolversParentTypes['RatingSummary']> = {
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  average?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  standardDeviation?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  histogram?: Resolver<Array<ResolversTypes['Int']>, ParentType, ContextType>;
  popularityScore?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type RatingFeedItemResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['RatingFeedItem'] = ResolversParentTypes['RatingFeedItem']> = {
  __resolveType: TypeResolveFn<'RatingEvent' | 'FeedProgress' | 'FeedGap', ParentType, ContextType>;
};

export type RatingEventResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['RatingEvent'] = ResolversParentTypes['RatingEvent']> = {
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  eventId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['RatingChangeKind'], ParentType, ContextType>;
  movie?: Resolver<Maybe<ResolversTypes['Movie']>, ParentType, ContextType>;
  user?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  score?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  previousScore?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  ratedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  summary?: Resolver<ResolversTypes['RatingSummary'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type FeedProgressResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['FeedProgress'] = ResolversParentTypes['FeedProgress']> = {
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  live?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type FeedGapResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['FeedGap'] = ResolversParentTypes['FeedGap']> = {
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['FeedGapReason'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type StatisticsResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['Statistics'] = ResolversParentTypes['Statistics']> = {
  ratings?: Resolver<Maybe<ResolversTypes['SafeInt']>, ParentType, ContextType>;
  averageScore?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type QueryResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  statistics?: Resolver<ResolversTypes['Statistics'], ParentType, ContextType>;
};

export type UserErrorResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['UserError'] = ResolversParentTypes['UserError']> = {
  code?: Resolver<ResolversTypes['UserErrorCode'], ParentType, ContextType>;
  field?: Resolver<Maybe<Array<ResolversTypes['String']>>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type MutationResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  rateMovie?: Resolver<ResolversTypes['RateMoviePayload'], ParentType, ContextType, RequireFields<MutationRateMovieArgs, 'input'>>;
  removeRating?: Resolver<ResolversTypes['RateMoviePayload'], ParentType, ContextType, RequireFields<MutationRemoveRatingArgs, 'input'>>;
};

export type RateMoviePayloadResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['RateMoviePayload'] = ResolversParentTypes['RateMoviePayload']> = {
  rating?: Resolver<Maybe<ResolversTypes['Rating']>, ParentType, ContextType>;
  movie?: Resolver<Maybe<ResolversTypes['Movie']>, ParentType, ContextType>;
  eventId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  applied?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  cursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type SubscriptionResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription']> = {
  ratingAdded?: SubscriptionResolver<ResolversTypes['Rating'], "ratingAdded", ParentType, ContextType, Partial<SubscriptionRatingAddedArgs>>;
  ratingFeed?: SubscriptionResolver<ResolversTypes['RatingFeedItem'], "ratingFeed", ParentType, ContextType, RequireFields<SubscriptionRatingFeedArgs, 'includeImports'>>;
  ratingSummaryChanged?: SubscriptionResolver<ResolversTypes['RatingSummary'], "ratingSummaryChanged", ParentType, ContextType, RequireFields<SubscriptionRatingSummaryChangedArgs, 'movieId'>>;
};

export type Resolvers<ContextType = SubgraphContext> = {
  DateTime?: GraphQLScalarType;
  Cursor?: GraphQLScalarType;
  SafeInt?: GraphQLScalarType;
  Node?: NodeResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  Movie?: MovieResolvers<ContextType>;
  User?: UserResolvers<ContextType>;
  Rating?: RatingResolvers<ContextType>;
  RatingConnection?: RatingConnectionResolvers<ContextType>;
  RatingEdge?: RatingEdgeResolvers<ContextType>;
  RatingSummary?: RatingSummaryResolvers<ContextType>;
  RatingFeedItem?: RatingFeedItemResolvers<ContextType>;
  RatingEvent?: RatingEventResolvers<ContextType>;
  FeedProgress?: FeedProgressResolvers<ContextType>;
  FeedGap?: FeedGapResolvers<ContextType>;
  Statistics?: StatisticsResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  UserError?: UserErrorResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  RateMoviePayload?: RateMoviePayloadResolvers<ContextType>;
  Subscription?: SubscriptionResolvers<ContextType>;
};

