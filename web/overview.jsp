<%--
  ~ Copyright (C) 2026 the MUC Pulse authors
  ~
  ~ Licensed under the Apache License, Version 2.0 (the "License");
  ~ you may not use this file except in compliance with the License.
  ~ You may obtain a copy of the License at
  ~
  ~     http://www.apache.org/licenses/LICENSE-2.0
  ~
  ~ Unless required by applicable law or agreed to in writing, software
  ~ distributed under the License is distributed on an "AS IS" BASIS,
  ~ WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
  ~ See the License for the specific language governing permissions and
  ~ limitations under the License.
--%>
<%@ page contentType="text/html; charset=UTF-8" pageEncoding="UTF-8" session="false" %>
<%@ taglib prefix="c" uri="http://java.sun.com/jsp/jstl/core" %>
<%@ taglib prefix="fmt" uri="http://java.sun.com/jsp/jstl/fmt" %>
<!DOCTYPE html>
<html lang="<c:out value="${language}"/>">
<head>
    <title><fmt:message key="overview.title"/></title>
    <meta name="pageID" content="mucpulse-overview">
    <%@ include file="WEB-INF/head.jspf" %>
    <script src="scripts/overview.js?<c:out value="${version}"/>" defer></script>
</head>
<body>
<div class="mucpulse" id="overview" data-numbers="<c:out value="${numbersUrl}"/>" data-language="<c:out value="${language}"/>">
<%@ include file="WEB-INF/news.jspf" %>
<p><c:choose><c:when test="${servers > 0}"><fmt:message key="overview.intro.cluster"/></c:when><c:otherwise><fmt:message key="overview.intro"/></c:otherwise></c:choose></p>
<div class="mucpulse-news mucpulse-bad" id="stale" role="alert" hidden><fmt:message key="overview.stale"/> <strong></strong></div>

<ul class="mucpulse-health" id="health">
    <c:forEach var="status" items="${health}">
        <li data-health="<c:out value="${status.id()}"/>" class="mucpulse-is-<c:out value="${status.levelName()}"/>">
            <span><c:out value="${status.label()}"/></span> <strong><c:out value="${status.value()}"/></strong>
        </li>
    </c:forEach>
</ul>

<%@ include file="WEB-INF/selftest.jspf" %>

<h2 class="jive-contentBoxHeader"><c:choose><c:when test="${servers > 0}"><fmt:message key="overview.charts.here"/></c:when><c:otherwise><fmt:message key="overview.charts"/></c:otherwise></c:choose></h2>
<div class="jive-contentBox mucpulse-charts">
    <c:forEach var="chart" items="${charts}">
        <figure data-chart="<c:out value="${chart.metric()}"/>">
            <figcaption><c:out value="${chart.label()}"/></figcaption>
            <svg viewBox="0 0 240 48" width="240" height="48" preserveAspectRatio="none" aria-hidden="true" focusable="false">
                <polygon points="<c:out value="${chart.area()}"/>" fill="#dfe6f5"/>
                <polyline points="<c:out value="${chart.points()}"/>" fill="none" stroke="#2a448c" stroke-width="1.5"/>
            </svg>
            <div><fmt:message key="overview.now"/> <strong data-now><c:out value="${chart.now()}"/></strong> · <fmt:message key="overview.most"/> <strong data-most><c:out value="${chart.most()}"/></strong></div>
        </figure>
    </c:forEach>
</div>

<c:if test="${servers > 0}">
<p id="cluster-sums"><fmt:message key="overview.sums"><fmt:param><strong data-servers><c:out value="${servers}"/></strong></fmt:param></fmt:message> <span id="cluster-note"><c:out value="${note}"/></span></p>
</c:if>
<c:forEach var="table" items="${tables}">
    <div class="jive-table mucpulse-scroll" tabindex="0" role="region" aria-labelledby="caption-<c:out value="${table.feature()}"/>">
    <table>
        <caption id="caption-<c:out value="${table.feature()}"/>"><c:out value="${table.title()}"/></caption>
        <thead>
            <tr>
                <th scope="col"><fmt:message key="overview.number"/></th>
                <c:if test="${servers > 0}"><th scope="col" class="mucpulse-number"><fmt:message key="overview.cluster"/></th></c:if>
                <th scope="col" class="mucpulse-number"><fmt:message key="overview.all"/></th>
                <c:if test="${table.perService()}">
                <c:forEach var="service" items="${services}"><th scope="col" class="mucpulse-number"><c:out value="${service}"/></th></c:forEach>
                </c:if>
            </tr>
        </thead>
        <tbody>
            <c:forEach var="row" items="${table.rows()}">
                <tr>
                    <th scope="row"><c:out value="${row.label()}"/></th>
                    <c:if test="${servers > 0}"><td class="mucpulse-number" data-sum="<c:out value="${row.metric()}"/>"><c:out value="${row.all()}"/></td></c:if>
                    <c:forEach var="cell" items="${row.cells()}">
                        <td class="mucpulse-number" data-metric="<c:out value="${row.metric()}"/>" data-service="<c:out value="${cell.service()}"/>"><c:out value="${cell.value()}"/></td>
                    </c:forEach>
                </tr>
            </c:forEach>
        </tbody>
    </table>
    </div>
</c:forEach>

<template id="quiet"><tr><td colspan="2"><fmt:message key="overview.quiet"/></td></tr></template>
<div class="jive-table">
<table id="busiest">
    <caption><c:choose><c:when test="${servers > 0}"><fmt:message key="overview.busiest.cluster"/></c:when><c:otherwise><fmt:message key="overview.busiest"/></c:otherwise></c:choose></caption>
    <thead>
        <tr>
            <th scope="col"><fmt:message key="rooms.room"/></th>
            <th scope="col" class="mucpulse-number"><fmt:message key="overview.messages"/></th>
        </tr>
    </thead>
    <tbody>
        <c:forEach var="room" items="${busiest}">
            <c:url var="link" value="mucpulse-room.jsp"><c:param name="room" value="${room.room()}"/></c:url>
            <tr>
                <th scope="row"><a href="<c:out value="${link}"/>"><c:out value="${room.room()}"/></a></th>
                <td class="mucpulse-number"><c:out value="${room.messages()}"/></td>
            </tr>
        </c:forEach>
        <c:if test="${empty busiest}">
            <tr><td colspan="2"><fmt:message key="overview.quiet"/></td></tr>
        </c:if>
    </tbody>
</table>
</div>
</div>
</body>
</html>
